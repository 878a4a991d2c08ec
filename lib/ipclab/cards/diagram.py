"""Draws a transcript as an SVG sequence diagram.

Order, not clock times; names of lanes, not pids or ports; and no ids: the same conversation is the
same picture everywhere, and any number of pictures stand on one page.
"""

from collections.abc import Iterable, Sequence
from html import escape

from ipclab.cards.diagram_labels import sentence, whole
from ipclab.cards.diagram_layout import (
    MOST_ROWS,
    NAME_COLUMNS,
    Layout,
    Row,
    lay_out,
    name_half_width,
)
from ipclab.cards.diagram_lives import BAR, Life, lives
from ipclab.cards.diagram_marks import INK, PAPER, WARM, Tint, mark
from ipclab.cards.escape import fit_text
from ipclab.cards.svg import SANS, SIZE, Run, element, text, tooltip
from ipclab.cards.transcript import Event

_PALETTE = (  # told apart by their places too, so nothing depends on seeing colours
    Tint("#1f5fa8", "#e8f0fa"),
    Tint("#0a7364", "#e3f4f0"),
    Tint("#7a4b9c", "#f2eaf8"),
    Tint("#556b14", "#eff5e0"),
    Tint("#4a5b70", "#eaeef3"),
    Tint("#a33b72", "#faeaf2"),
)
_MOST = 400  # characters of a name or a title, in a tooltip
_ALL_TOOLTIPS = 262_144  # bytes: what all tooltips of a picture may hold


def draw(events: Iterable[Event], title: str = "") -> str:
    """The conversation as SVG text: a lane for each process, time running down.

    >>> draw([Event("send", "client", "server", b"hello")]).startswith("<svg ")
    True
    """
    every = list(events)
    layout = lay_out(every, bool(title))
    lanes = lives(layout)
    tints = [_PALETTE[at % len(_PALETTE)] for at in range(len(lanes))]
    parts = [_spoken(every, layout.names, title), _paper(layout, title)]
    parts += map(_lane, lanes, [layout.head] * len(lanes), tints)
    most = min(4096, _ALL_TOOLTIPS // len(layout.rows))
    parts += [_with_tooltip(row, mark(row, layout, lanes, tints), most) for row in layout.rows]
    parts += [_names(layout, top, tints) for top in layout.heads]
    return _sheet(layout, "\n".join([*filter(None, parts), ""]))


def _sheet(layout: Layout, inside: str) -> str:
    return element(
        "svg",
        inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {layout.width:.0f} {layout.height:.0f}",
        width=f"{layout.width:.0f}",
        height=f"{layout.height:.0f}",
        role="img",
        font_family=SANS,
        font_size=SIZE,
        fill=INK,
        style=f"max-width:max(100%,{layout.width * 0.75:.0f}px);height:auto",
    )


def _spoken(events: list[Event], names: Sequence[str], title: str) -> str:
    """For those who cannot see the picture."""
    title = title or f"Conversation: {', '.join(names)}"
    sentences = [sentence(event) for event in events[:MOST_ROWS]]
    return tooltip(fit_text(title, _MOST)) + element("desc", escape("; ".join(sentences)))


def _paper(layout: Layout, title: str) -> str:
    width, height = layout.width - 1, layout.height - 1
    look: dict[str, str | float] = {"rx": 8, "fill": PAPER, "stroke": "#d5dbe3"}
    sheet = element("rect", x=0.5, y=0.5, width=width, height=height, **look)
    words = fit_text(title, int(layout.width / 7.5))
    return sheet + (text(18, 26, [Run(words, bold=True)], "start") if title else "")


def _with_tooltip(row: Row, markup: str, most: int) -> str:
    if row.event is None or not markup:
        return markup
    return element("g", tooltip(whole(row.event, most)) + markup)


def _lane(life: Life, head: float, tint: Tint) -> str:
    along: dict[str, float] = {"x1": life.x, "y1": head, "x2": life.x, "y2": life.end}
    line = element("line", **along, stroke=tint.line, stroke_opacity=0.55)
    bars = [
        element("rect", x=life.x - BAR, y=top, width=2 * BAR, height=foot - top,
                fill=tint.fill, stroke=tint.line, stroke_opacity=0.8)
        for top, foot in life.bars
    ]  # fmt: skip
    return line + "".join(bars) + (_loose_end(life) if life.loose else "")


def _loose_end(life: Life) -> str:
    look: dict[str, str | float] = {"stroke": WARM, "stroke_width": 1.6}
    end = life.end + life.loose
    along: dict[str, float] = {"x1": life.x, "y1": life.end, "x2": life.x, "y2": end - 4}
    line = element("line", **along, **look, stroke_dasharray="3 3")
    return line + element("circle", cx=life.x, cy=end, r=4, fill=PAPER, **look)


def _names(layout: Layout, top: float, tints: Sequence[Tint]) -> str:
    placed = zip(layout.names, layout.xs, tints, strict=True)
    return "".join(_name(name, x, top, tint) for name, x, tint in placed)


def _name(name: str, x: float, top: float, tint: Tint) -> str:
    half = name_half_width(name)
    look: dict[str, str | float] = {"rx": 6, "fill": tint.fill, "stroke": tint.line}
    box = element("rect", x=x - half, y=top, width=2 * half, height=26, **look)
    words = text(x, top + 17, [Run(fit_text(name, NAME_COLUMNS), bold=True)], fill=tint.line)
    return element("g", tooltip(fit_text(name, _MOST)) + box + words)
