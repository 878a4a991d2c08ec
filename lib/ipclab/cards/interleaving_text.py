"""A schedule as text: a column for each lane, time running down."""

from collections.abc import Iterator

from ipclab.cards.escape import count, fit_text
from ipclab.cards.interleaving import Interleaving, Row, shown_rows

_INDENT, _COLUMNS = " " * 4, 72
_NARROWEST = 14  # columns of a lane


def interleaving_lines(interleaving: Interleaving) -> Iterator[str]:
    """How many schedules were searched; and the one that failed.

    >>> list(interleaving_lines(Interleaving(30, 2, is_complete=True)))
    ['  all 30 schedules with at most two preemptions']
    """
    yield f"  {interleaving.words()}{':' if interleaving.has_failed else ''}"
    if not interleaving.has_failed:
        return
    width = max(_COLUMNS // len(interleaving.lanes), _NARROWEST)
    yield _INDENT + "".join(fit_text(lane, width - 2).ljust(width) for lane in interleaving.lanes)
    left_out, rows = shown_rows(interleaving)
    if left_out:
        yield f"{_INDENT}… {count(left_out, 'row')} before"
    for row in rows:
        yield _INDENT + " " * (width * row.lane) + _cell(row, width - 2)


def _cell(row: Row, width: int) -> str:
    note = f"  ({row.note})" if row.note else ""
    number = f"{row.line:>2} "
    room = max(width - len(number) - len(note), 6)
    return f"{number}{fit_text(row.source, room)}{note}"
