"""A schedule as HTML: a column for each lane, time running down. Inline styles, text escaped."""

from html import escape

from ipclab.cards.escape import count, fit_text
from ipclab.cards.interleaving import Interleaving, Row, shown_rows

_MUTED = "var(--jp-ui-font-color2,#59636e)"
_INK = "var(--jp-ui-font-color0,#1f2328)"
_MONO = "font-family:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace)"
_HUES = (212, 28, 140, 280, 340, 180)  # of lanes, in degrees
_LONGEST = 120  # characters of a line


def interleaving_html(interleaving: Interleaving) -> str:
    """The search in a line; below it the schedule that failed, if one did.

    >>> "all 30 schedules" in interleaving_html(Interleaving(30, 2, is_complete=True))
    True
    """
    words = escape(interleaving.words())
    if not interleaving.has_failed:
        return f'<div style="color:{_MUTED};font-size:13px;padding-left:24px">{words}</div>'
    summary = f'<summary style="display:list-item;cursor:pointer;color:{_MUTED}">{words}</summary>'
    return f'<details open style="margin-top:8px">{summary}{_table(interleaving)}</details>'


def _table(interleaving: Interleaving) -> str:
    left_out, rows = shown_rows(interleaving)
    lanes = len(interleaving.lanes)
    cells = [_head(at, name) for at, name in enumerate(interleaving.lanes)]
    if left_out:
        style = f"grid-column:1/-1;color:{_MUTED};font-size:12px"
        cells.append(f'<div style="{style}">… {count(left_out, "row")} before</div>')
    before = rows[0].lane if rows else 0
    for row in rows:
        cells.append(_rows_of(row, lanes, is_switch=row.lane != before))
        before = row.lane
    style = (
        f"display:grid;grid-template-columns:repeat({lanes},minmax(0,1fr));column-gap:10px;"
        f"margin-top:6px;max-height:640px;overflow:auto;font-size:13px;line-height:1.5;color:{_INK}"
    )
    return f'<div style="{style}">{"".join(cells)}</div>'


def _head(lane: int, name: str) -> str:
    style = (
        f"grid-column:{lane + 1};font-weight:600;padding:1px 8px;margin-bottom:4px;"
        f"border-bottom:2px solid {_colour(lane)};overflow-wrap:anywhere"
    )
    return f'<div style="{style}">{escape(fit_text(name, _LONGEST))}</div>'


def _rows_of(row: Row, lanes: int, is_switch: bool) -> str:
    """The cell of one row; the other lanes stand still, so theirs are empty."""
    top = "margin-top:5px;" if is_switch else ""
    style = (
        f"grid-column:{row.lane + 1};{top}{_MONO};white-space:pre-wrap;overflow-wrap:anywhere;"
        f"padding:0 8px;border-left:3px solid {_colour(row.lane)};"
        f"background:{_colour(row.lane, 0.07)}"
    )
    number = f'<span style="color:{_MUTED}">{row.line:>2}  </span>'
    source = escape(fit_text(row.source, _LONGEST))
    return f'<div style="{style}">{number}{source}{_note(row)}</div>'


def _note(row: Row) -> str:
    if not row.note:
        return ""
    colour = "var(--jp-error-color1,#c62828)"
    style = f"float:right;font:italic 12px system-ui,sans-serif;color:{colour};margin-left:8px"
    return f'<span style="{style}">{escape(row.note)}</span>'


def _colour(lane: int, opacity: float = 0.75) -> str:
    return f"hsla({_HUES[lane % len(_HUES)]},60%,45%,{opacity:g})"
