"""How long each lane of a diagram lives, and when it is at work; no markup."""

from collections.abc import Iterator
from dataclasses import dataclass

from ipclab.cards.diagram_layout import Layout, Row

BAR = 4.5  # half the width of the bar that a process at work is drawn as
_BEGINS = frozenset({"start", "call"})
_ENDS = frozenset({"return", "raise", "exit"})
_WAITS = frozenset({"waits", "computes"})
_LOOSE = 24.0  # how far the line of a process that waits hangs down


@dataclass(frozen=True)
class Life:
    """One lane: from the top to `end`, at work where the bars are, hanging loose at the end."""

    x: float
    end: float
    bars: tuple[tuple[float, float], ...]
    loose: float = 0.0  # how far it hangs

    def edge(self, y: float, side: int) -> float:
        """Where an arrow at that y begins or ends, on the left (-1) or right (1) side."""
        at_work = any(top <= y <= foot for top, foot in self.bars)
        return self.x + side * BAR if at_work else self.x


def lives(layout: Layout) -> list[Life]:
    """The life of every lane, from left to right."""
    return [_life(lane, x, layout) for lane, x in enumerate(layout.xs)]


def _life(lane: int, x: float, layout: Layout) -> Life:
    rows = [row for row in layout.rows if row.event and lane in (row.source, row.target)]
    last, end, loose = rows[-1] if rows else None, layout.foot, 0.0
    if last and _is_own(last, lane, _ENDS):
        end = last.y
    elif last and _is_own(last, lane, _WAITS):
        end, loose = last.y + last.half_height, _LOOSE
    return Life(x, end, tuple(_bars(rows, lane, layout.head, end)), loose)


def _bars(rows: list[Row], lane: int, top: float, end: float) -> Iterator[tuple[float, float]]:
    since = top if _works_from_the_first(rows, lane) else None
    for row in rows:
        if since is None and _is_begun(row, lane):
            since = row.y
        elif since is not None and _is_own(row, lane, _ENDS):
            yield since, row.y
            since = None
    if since is not None:
        yield since, end


def _works_from_the_first(rows: list[Row], lane: int) -> bool:
    """It comes to an end, or stands still, and nobody told when it began."""
    told = any(_is_begun(row, lane) for row in rows)
    return not told and any(_is_own(row, lane, _ENDS | _WAITS) for row in rows)


def _is_begun(row: Row, lane: int) -> bool:
    return row.target == lane and row.kind in _BEGINS


def _is_own(row: Row, lane: int, kinds: frozenset[str]) -> bool:
    return row.source == lane and row.kind in kinds
