"""Draws one row of a conversation diagram: an arrow, a pill, a deadline, a remark."""

from collections.abc import Sequence
from typing import NamedTuple

from ipclab.cards.diagram_layout import LINE, REACH, Layout, Row
from ipclab.cards.diagram_lives import Life
from ipclab.cards.svg import MUTED, element, text

PAPER, INK = "#fbfcfe", "#1f2328"
ALARM, WARM, SIGNAL = "#b83a00", "#8f5f00", "#6f42c1"


class Tint(NamedTuple):
    """The colours of a lane: of its lines and name, and of its filling."""

    line: str
    fill: str


_PILLS = {  # kinds whose pills have colours of their own
    "raise": Tint(ALARM, "#fdeee6"),
    "waits": Tint(WARM, "#fff6dd"),
    "computes": Tint(WARM, "#fff6dd"),
    "deadline": Tint(WARM, "#fff6dd"),
    "exit": Tint(MUTED, "#eef1f4"),
    "note": Tint("#8c959f", "#ffffff"),
    "signal": Tint(SIGNAL, "#ffffff"),
}
_ARROWS = {"reset": ALARM, "signal": SIGNAL}
_DASHES = {"connect": "2 3", "start": "2 3", "signal": "7 3 2 3"}


class _Arrow(NamedTuple):
    row: Row
    start: float
    end: float
    side: int  # 1 to the right, -1 to the left
    colour: str


def mark(row: Row, layout: Layout, lanes: Sequence[Life], tints: Sequence[Tint]) -> str:
    """The row as markup, without its tooltip."""
    if row.event is None:
        return _remark(row, layout.width)
    if row.is_silent:
        return ""
    if row.is_arrow:
        return _arrow(row, lanes, tints[row.source])
    across = _across(row, layout.width) if row.kind == "deadline" else ""
    return across + _pill(row, lanes[row.source].x, tints[row.source])


def _remark(row: Row, width: float) -> str:
    top, height = row.y - row.half_height, 2 * row.half_height
    band = element("rect", x=1, y=top, width=width - 2, height=height, fill="#f0f3f6")
    return band + text(width / 2, row.y + 4, row.above[0])


def _pill(row: Row, x: float, tint: Tint) -> str:
    tint = _PILLS.get(row.kind, Tint(tint.line, "#ffffff"))
    dashed = {"stroke_dasharray": "4 3"} if row.kind in ("waits", "computes", "deadline") else {}
    box = element(
        "rect",
        x=x - row.half_width,
        y=row.y - row.half_height,
        width=2 * row.half_width,
        height=2 * row.half_height,
        rx=3 if row.kind == "exit" else 9,
        fill=tint.fill,
        stroke=tint.line,
        **dashed,
    )
    first = row.y - row.half_height + LINE - 0.5
    return box + "".join(text(x, first + at * LINE, line) for at, line in enumerate(row.above))


def _across(row: Row, width: float) -> str:
    ends = {"x1": 8.0, "y1": row.y, "x2": width - 8, "y2": row.y}
    return element("line", **ends, stroke=WARM, stroke_dasharray="6 4")


def _arrow(row: Row, lanes: Sequence[Life], tint: Tint) -> str:
    side = 1 if row.target > row.source else -1
    start = lanes[row.source].edge(row.y, side)
    end = lanes[row.target].edge(row.y, -side)
    lost = row.kind == "lost"
    arrow = _Arrow(row, start, start + (end - start) * REACH if lost else end, side,
                   _ARROWS.get(row.kind, tint.line))  # fmt: skip
    beyond = _beyond(arrow, end) if lost else ""
    next_lane = arrow.end if lost else lanes[row.source + side].x
    return _shaft(arrow) + beyond + _head(arrow) + _words(row, (start + next_lane) / 2)


def _words(row: Row, x: float) -> str:
    """The label, in the first gap that the arrow crosses, so that no lane runs through it."""
    over = row.y - (12 if row.kind == "reset" else 7)
    ys = [over, *(row.y + LINE * (at + 1) for at in range(len(row.below)))]
    colour = {"fill": _ARROWS[row.kind]} if row.kind in _ARROWS else {}
    lines = zip(ys, row.above + row.below, strict=True)
    return "".join(text(x, y, line, **colour) for y, line in lines)


def _stroke(arrow: _Arrow, **more: str | float) -> dict[str, str | float]:
    return {"fill": "none", "stroke": arrow.colour, "stroke_width": 1.6, **more}


def _shaft(arrow: _Arrow) -> str:
    row, side = arrow.row, arrow.side
    path = f"M{arrow.start:.1f} {row.y:.1f}"
    if row.kind == "reset":
        path += _lightning((arrow.start + arrow.end) / 2, row.y, side)
    path += f"H{arrow.end - side * 2:.1f}"
    if row.kind == "close":  # its own end is gone as well
        path += f"M{arrow.start + side * 7:.1f} {row.y - 6:.1f}v12"
    dash = {"stroke_dasharray": _DASHES[row.kind]} if row.kind in _DASHES else {}
    return element("path", d=path, **_stroke(arrow, **dash))


def _lightning(x: float, y: float, side: int) -> str:
    points = [(-14, 0), (-8, -5), (-2, 5), (4, -5), (10, 5), (14, 0)]
    return "".join(f"L{x + side * dx:.1f} {y + dy:.1f}" for dx, dy in points)


def _beyond(arrow: _Arrow, end: float) -> str:
    """Where a lost datagram would have gone."""
    path = f"M{arrow.end + arrow.side * 8:.1f} {arrow.row.y:.1f}H{end:.1f}"
    return element("path", d=path, **_stroke(arrow, stroke_dasharray="1 4", stroke_width=1.2))


def _head(arrow: _Arrow) -> str:
    kind, y, end = arrow.row.kind, arrow.row.y, arrow.end
    back = end - arrow.side * 9
    if kind == "lost":
        cross = f"M{end - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10"
        return element("path", d=cross, **_stroke(arrow, stroke=ALARM, stroke_width=2.4))
    if kind in _DASHES:
        open_head = f"M{back:.1f} {y - 4.5:.1f}L{end:.1f} {y:.1f}L{back:.1f} {y + 4.5:.1f}"
        return element("path", d=open_head, **_stroke(arrow))
    hollow = kind in ("half_close", "close")
    head = f"M{end:.1f} {y:.1f}L{back:.1f} {y - 4.5:.1f}V{y + 4.5:.1f}Z"
    if hollow:  # a bar before the head: nothing more comes this way
        head += f"M{back - arrow.side * 4:.1f} {y - 6:.1f}v12"
    return element("path", d=head, **_stroke(arrow, fill=PAPER if hollow else arrow.colour))
