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
    cells = [_head(at, name) for at, name in enumerate(interleaving.lanes)]
    if left_out:
        style = f"grid-column:1/-1;grid-row:2;color:{_MUTED};font-size:12px"
        cells.append(f'<div style="{style}">… {count(left_out, "row")} before</div>')
    before = rows[0].lane if rows else 0
    for number, row in enumerate(rows, start=3):
        cells.append(_cell(row, number, is_switch=row.lane != before))
        before = row.lane
    style = (
        f"display:grid;grid-template-columns:repeat({len(interleaving.lanes)},minmax(0,1fr));column-gap:10px;"
        f"margin-top:6px;max-height:640px;overflow:auto;font-size:13px;line-height:1.5;color:{_INK}"
    )
    return f'<div style="{style}">{"".join(cells)}</div>'


def _head(lane: int, name: str) -> str:
    style = (
        f"grid-column:{lane + 1};font-weight:600;padding:1px 8px;margin-bottom:4px;"
        f"border-bottom:2px solid {_colour(lane)};overflow-wrap:anywhere"
    )
    return f'<div style="{style}">{escape(fit_text(name, _LONGEST))}</div>'


def _cell(row: Row, number: int, is_switch: bool) -> str:
    """One row, in its lane; the other lanes stand still, so theirs are empty."""
    style = (
        f"grid-column:{row.lane + 1};grid-row:{number};{'margin-top:6px;' if is_switch else ''}"
        f"display:flex;gap:12px;padding:0 8px;border-left:3px solid {_colour(row.lane)};"
        f"background:{_colour(row.lane, 0.08)}"
    )
    line = f'<span style="{_MONO};color:{_MUTED};white-space:pre">{row.line:>2}</span>'
    wide = f"{_MONO};flex:1;white-space:pre;overflow:hidden;text-overflow:ellipsis"
    source = f'<span style="{wide}">{escape(fit_text(row.source, _LONGEST))}</span>'
    colour = "var(--jp-error-color1,#c62828)"
    note = (
        f'<span style="font-style:italic;font-size:12px;color:{colour}">{escape(row.note)}</span>'
    )
    return f'<div style="{style}">{line}{source}{note if row.note else ""}</div>'


def _colour(lane: int, opacity: float = 0.75) -> str:
    return f"hsla({_HUES[lane % len(_HUES)]},60%,45%,{opacity:g})"
