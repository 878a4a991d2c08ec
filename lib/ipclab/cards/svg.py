"""Small pieces of SVG as text, and how wide text will be."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from ipclab.cards.escape import plain

SANS = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
MONO = "ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace"
MUTED = "#57606a"
SIZE = 12  # of all text, in pixels
MONO_WIDTH = 7.25  # of one character, a little more than the widest of those fonts takes
_SANS_WIDTH = 6.7


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style."""

    text: str
    mono: bool = False
    bold: bool = False
    colour: str = ""

    @property
    def width(self) -> float:
        """Pixels, estimated high; a character beyond Latin counts as two."""
        columns = sum(1 if ord(character) < 0x2E80 else 2 for character in self.text)
        return columns * (MONO_WIDTH if self.mono else _SANS_WIDTH * (1.06 if self.bold else 1))


def width_of(runs: Iterable[Run]) -> float:
    """Pixels that the runs take side by side."""
    return sum(run.width for run in runs)


def element(tag: str, inside: str = "", /, **attributes: str | float) -> str:
    """One element; `inside` is markup already. A trailing `_` of a name goes, others become `-`.

    >>> element("line", x1=1.0, stroke_width=1.5)
    '<line x1="1" stroke-width="1.5"/>'
    """
    pairs = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for name, value in attributes.items()
    )
    return f"<{tag}{pairs}>{inside}</{tag}>" if inside else f"<{tag}{pairs}/>"


def text(
    x: float, y: float, runs: Iterable[Run], anchor: str = "middle", **more: str | float
) -> str:
    """A line of text around, before or after (`anchor`) the point x, y."""
    spans = "".join(_span(run) for run in runs)
    return element("text", spans, x=x, y=y, text_anchor=anchor, **more)


def tooltip(words: str) -> str:
    """What a browser shows when the pointer rests on the element around it."""
    return element("title", escape(plain(words)))


def _span(run: Run) -> str:
    style: dict[str, str] = {}
    if run.mono:
        style["font_family"] = MONO
    if run.bold:
        style["font_weight"] = "600"
    if run.colour:
        style["fill"] = run.colour
    return element("tspan", escape(run.text.replace("  ", " \u00a0")), **style)  # SVG joins spaces


def _value(value: str | float) -> str:
    return (
        escape(value, False).replace('"', "&quot;")
        if isinstance(value, str)
        else f"{value:.2f}".rstrip("0").rstrip(".")
    )
