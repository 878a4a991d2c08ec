"""The evidence of a card as labelled lines; how they look is for card_text and card_html."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ipclab.cards.difference import WHOLE, Row, Shown, compared, first_difference, shown
from ipclab.cards.escape import count, fit_text, plain
from ipclab.cards.evidence import Evidence, Stuck

COLUMNS = 61  # of a value
_AROUND = 60  # characters before the first difference of very long texts; twice as many after it
_MOST_SOURCE = 160  # characters of a line of code
_MOST_PIECES = 64  # sent one by one; more are shown joined

Look = Literal["value", "mark", "caret", "words"]


@dataclass(frozen=True)
class Span:
    """A stretch of a line, in one look."""

    text: str
    look: Look = "value"


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Field:
    """A label, and the lines that belong to it."""

    label: str
    lines: tuple[Line, ...]


def fields(evidence: Evidence) -> list[Field]:
    """What was sent, expected and received, and how it ended, as far as there is any."""
    ending = plain(evidence.ending)
    if ending and evidence.stuck:
        ending += ":"
    found = [
        Field("we sent", tuple(_sent(evidence.sent))),
        *_pair(evidence, ending),
        Field("", tuple(_words(ending)) if evidence.received is None else ()),
    ]
    return [field for field in found if field.lines]


def _pair(evidence: Evidence, ending: str) -> list[Field]:
    expected, received = evidence.expected, evidence.received
    if isinstance(expected, bytes) and isinstance(received, bytes):
        at = first_difference(expected, received)
        ours, theirs = compared(expected, received, COLUMNS)
        wanted = _wanted(expected, ours, at, b"".join(evidence.sent))
        got = _bytes(received, theirs, at, ending)
    else:
        at = _where_texts_differ(expected, received)
        wanted, got = _value(expected, at), _value(received, at, ending)
    return [Field("expected", tuple(wanted)), Field("received", tuple(got))]


def _wanted(expected: bytes, part: Shown, at: int | None, sent: bytes) -> Iterator[Line]:
    """What was expected; of what stands above already as sent, the one row that matters."""
    is_above = expected == sent and len(part.rows) > 1 and not part.is_window
    if at is None or not is_above:
        yield from _bytes(expected, part)
        return
    yield (Span(f"the same {len(expected):,} bytes, in the row that differs", "words"),)
    yield _line(part.row_at(at))


def stuck_lines(stuck: Stuck) -> list[Line]:
    """Where the function stands, and what it waits for.

    >>> [[span.text for span in line] for line in stuck_lines(Stuck("f", 2, "s.recv(9)", "for us"))]
    [['your f waits in  line 2:  ', 's.recv(9)'], ['for us']]
    """
    words = f"your {fit_text(stuck.function, _MOST_SOURCE)} {plain(stuck.doing)}"
    what = plain(stuck.what)
    if not stuck.line:
        return [(Span(f"{words} {what}".rstrip(), "words"),)]
    words += f" in  line {stuck.line}"
    source = fit_text(stuck.source, _MOST_SOURCE)
    first = (Span(f"{words}:  ", "words"), Span(source)) if source else (Span(words, "words"),)
    return [first, (Span(what, "words"),)] if what else [first]


def said_line(words: str) -> Line:
    """A sentence of what was said; the line of code that it points at stands out.

    >>> [span.text for span in said_line("in line 2:  s.recv(9)")]
    ['in line 2:  ', 's.recv(9)']
    """
    where, colon, source = words.partition(":  ")
    if colon and where.startswith("in "):
        return Span(where + colon, "words"), Span(source)
    return (Span(words, "words"),)


def _where_texts_differ(expected: bytes | str | None, received: bytes | str | None) -> int:
    if not isinstance(expected, str) or not isinstance(received, str):
        return 0
    return first_difference(expected, received) or 0


def _value(value: bytes | str | None, at: int, ending: str = "") -> Iterator[Line]:
    if isinstance(value, bytes):
        yield from _bytes(value, shown(value, COLUMNS))
    elif value is not None:
        yield from _text(value, at)
    if value is not None:
        yield from _words(ending)


def _text(value: str, at: int) -> Iterator[Line]:
    """The text, or of a very long one what stands around the first difference."""
    if len(value) > WHOLE:
        place = f"that differ at offset {at:,}" if at else f"of which the first {2 * _AROUND}"
        yield (Span(f"{count(len(value), 'character')} {place}:", "words"),)
        value = value[max(at - _AROUND, 0) : at + 2 * _AROUND]
    rows = textwrap.wrap(plain(value), COLUMNS)
    yield from ((Span(row),) for row in rows)
    if not rows:
        yield (Span("nothing", "words"),)


def _bytes(data: bytes, part: Shown, at: int | None = None, ending: str = "") -> Iterator[Line]:
    """The rows; below the one with the mark a caret, and the ending where it belongs to that."""
    if part.is_window:
        yield (_size(len(data), part.cut),)
    many = part.is_window or len(part.rows) > 1
    place = f"offset {at:,}" if many and at is not None else ""
    for row in part.rows:
        yield _line(row)
        if row.caret is None:
            continue
        words = place
        if row.is_at_end and row.caret + len(place) + len(ending) < COLUMNS:
            words = f"{place}: {ending}" if place and ending else place or ending
            ending = ""
        yield (Span(" " * row.caret), Span("^", "caret"), Span(f" {words}".rstrip(), "words"))
    yield from _words(ending)


def _line(row: Row) -> Line:
    if row.caret is None:
        return (Span(row.text),)
    return (Span(row.before), Span(row.marked, "mark"), Span(row.after))


def _words(words: str) -> Iterator[Line]:
    for line in textwrap.wrap(words, COLUMNS):
        yield (Span(line, "words"),)


def _sent(pieces: tuple[bytes, ...]) -> Iterator[Line]:
    if not pieces:
        return
    data = b"".join(pieces)
    if len(data) > WHOLE or len(pieces) > _MOST_PIECES:
        part = shown(data, COLUMNS)
        yield (_size(len(data), part.cut, len(pieces)),)
        yield from map(_line, part.rows)
        return
    line, columns = "", COLUMNS if len(pieces) == 1 else COLUMNS - len("then ,")
    for piece in pieces:
        rows = [row.text for row in shown(piece, columns).rows]
        if line and len(rows) == 1 and len(line) + len(", then ,") + len(rows[0]) <= COLUMNS:
            line += f", then {rows[0]}"
            continue
        if line:
            yield (Span(line + ","),)
            rows[0] = f"then {rows[0]}"
        yield from ((Span(row),) for row in rows[:-1])
        line = rows[-1]
    yield (Span(line),)


def _size(size: int, cut: str, pieces: int = 1) -> Span:
    words = count(size, "byte")
    if pieces > 1:
        words += f" in {pieces:,} pieces"
    return Span(f"{words}, here {cut}:" if cut else f"{words}:", "words")
