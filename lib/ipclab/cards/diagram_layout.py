"""Where everything in a conversation diagram stands: lanes and rows; no markup."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ipclab.cards.diagram_labels import Lines, inside, over, under
from ipclab.cards.escape import count, fit_text
from ipclab.cards.svg import MUTED, Run, width_of
from ipclab.cards.transcript import Event

ARROWS = frozenset({"start", "connect", "send", "half_close", "close", "reset", "signal", "lost"})
LINE = 15.0  # from one line of a label to the next
REACH = 0.8  # how far a lost datagram gets
MOST_ROWS, MOST_LANES = 240, 8
NAME_COLUMNS = 30
_TALL = 24  # rows; from here on the lanes' names stand at the bottom too
_PAD, _HEAD = 18.0, 26.0  # around everything; of the lanes' names
_WIDE, _NARROW, _IN_ALL = 190.0, 110.0, 560.0  # from lane to lane; from the first to the last
_LEAST = 240.0  # width of the picture


@dataclass(frozen=True)
class Row:
    """One event in its place; without an event, a remark that some are left out."""

    event: Event | None
    above: Lines  # of an arrow; of a pill, what stands in it
    below: Lines = ()
    y: float = 0.0  # of the arrow, or the middle of the pill
    source: int = 0
    target: int = 0

    @property
    def kind(self) -> str:
        return self.event.kind if self.event else ""

    @property
    def is_arrow(self) -> bool:
        return self.source != self.target

    @property
    def is_silent(self) -> bool:
        """Something begins here, and there is nothing to say about it."""
        return not self.above

    @property
    def width(self) -> float:
        """Of the labels, in pixels."""
        return max((width_of(line) for line in self.above + self.below), default=0.0)

    @property
    def half_width(self) -> float:
        return self.width / 2 + 11

    @property
    def half_height(self) -> float:
        return len(self.above) * LINE / 2 + 3.5


@dataclass(frozen=True)
class Layout:
    """The lanes, their places from left to right, and the rows from top to bottom."""

    names: tuple[str, ...]
    xs: tuple[float, ...]
    rows: tuple[Row, ...]
    top: float  # of the lanes' names
    foot: float  # where the lanes end
    width: float

    @property
    def head(self) -> float:
        """Where the names end and the lanes begin."""
        return self.top + _HEAD

    @property
    def heads(self) -> tuple[float, ...]:
        """Tops of the lanes' names: above, and of a long conversation below too."""
        return (self.top, self.foot) if len(self.rows) >= _TALL else (self.top,)

    @property
    def height(self) -> float:
        return self.foot + _PAD + (_HEAD if len(self.heads) > 1 else 0)


def lay_out(events: Sequence[Event], titled: bool = False) -> Layout:
    """Gives every lane and every event its place, in pixels."""
    kept, names = _abridge(list(events))
    rows = [_row(one, names) for one in kept] or [_remark("Nothing was said.")]
    xs, width = _columns(rows, names)
    top = _PAD + (20 if titled else 0)
    y, placed = top + _HEAD + 4, []
    for row in rows:
        middle, y = _step(row, y)
        placed.append(replace(row, y=middle))
    return Layout(tuple(names), tuple(xs), tuple(placed), top, y + 14, width)


def lanes_in_order(events: Sequence[Event]) -> list[str]:
    """Names of lanes from left to right: who connects stands left of who is connected to.

    >>> lanes_in_order([Event("start", "server"), Event("connect", "client", "server")])
    ['client', 'server']
    """
    names = dict.fromkeys(name for e in events if e.target for name in (e.source, e.target))
    names |= dict.fromkeys(event.source for event in events)
    active = {event.source for event in events if event.kind == "connect"}
    passive = {event.target for event in events if event.kind == "connect"}

    def rank(name: str) -> int:
        if name in active:
            return 1 if name in passive else 0
        return 2 if name in passive else 3

    return sorted(names, key=rank)


def _abridge(events: list[Event]) -> tuple[list[Event | str], list[str]]:
    """As many events and lanes as can be read, with a remark where some are left out."""
    names, kept = lanes_in_order(events), list[Event | str]()
    if len(names) > MOST_LANES:
        names = _liveliest(events, names)
        shown = [e for e in events if {e.source, e.target} <= {*names, ""}]
        kept.append(f"{count(len(events) - len(shown), 'event')} of other lanes left out")
        events = shown
    if len(events) <= MOST_ROWS:
        return [*kept, *events], names
    half = MOST_ROWS // 2
    gap = f"{count(len(events) - 2 * half, 'event')} left out"
    return [*kept, *events[:half], gap, *events[-half:]], names


def _liveliest(events: list[Event], names: list[str]) -> list[str]:
    """The busiest lane, and those in which something happened last."""
    ends = [(at, name) for at, e in enumerate(events) for name in (e.source, e.target) if name]
    busiest = Counter(name for _, name in ends).most_common(1)[0][0]
    last = {name: at for at, name in ends}
    latest = sorted((name for name in names if name != busiest), key=lambda name: -last[name])
    chosen = {busiest, *latest[: MOST_LANES - 1]}
    return [name for name in names if name in chosen]


def _row(one: Event | str, names: list[str]) -> Row:
    if isinstance(one, str):
        return _remark(one)
    source = target = names.index(one.source)
    if one.target and one.kind in ARROWS:
        target = names.index(one.target)
    if source == target:
        return Row(one, inside(one), source=source, target=source)
    columns = 34 if len(names) < 4 else 26
    return Row(one, over(one, columns), under(one, columns), source=source, target=target)


def _remark(words: str) -> Row:
    return Row(None, ((Run(words, colour=MUTED),),))


def name_half_width(name: str) -> float:
    """Half of the box around a lane's name, in pixels."""
    return max(width_of([Run(fit_text(name, NAME_COLUMNS), bold=True)]) / 2 + 14, 40)


def _columns(rows: list[Row], names: list[str]) -> tuple[list[float], float]:
    """The x of every lane, and the width of the picture."""
    apart = min(max(_IN_ALL / max(len(names) - 1, 1), _NARROW), _WIDE)
    room = [0.0, *[apart] * (len(names) - 1), 0.0]  # room[i] is left of lane i
    for lane, name in enumerate(names):
        _widen(room, lane, name_half_width(name))
    for row in rows:
        if row.is_arrow:
            gap = row.source + (1 if row.target > row.source else 0)
            room[gap] = max(room[gap], (row.width + 40) / (REACH if row.kind == "lost" else 1))
        elif row.event and not row.is_silent:
            _widen(room, row.source, row.half_width)
    width = max(2 * _PAD + sum(room), _LEAST)
    left = (width - sum(room)) / 2
    return [left + sum(room[: lane + 1]) for lane in range(len(names))], width


def _widen(room: list[float], lane: int, half: float) -> None:
    """Makes room for something that wide on both sides of the middle of the lane."""
    for gap in (lane, lane + 1):
        at_edge = gap in (0, len(room) - 1)
        room[gap] = max(room[gap], half if at_edge else half + 14)


def _step(row: Row, y: float) -> tuple[float, float]:
    """The y of a row that begins at y, and where the next one begins."""
    if row.is_silent:
        return y + 6, y + 8
    if row.is_arrow:
        return y + 29, y + 36 + LINE * len(row.below)
    middle = y + 8 + row.half_height
    return middle, middle + row.half_height + 4
