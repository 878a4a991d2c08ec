"""Bytes laid out in rows of literals, with the place where they begin to differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from ipclab.cards.escape import atoms

WHOLE = 4096  # up to so many bytes are shown whole
_AROUND = 48  # bytes on each side of the first difference, where not all are shown
_QUOTES = len('b""')
_TEXT = frozenset(range(0x20, 0x7F)) | frozenset(b"\t\r\n")
_MOST_LINES = 40  # more lines of text than that are not worth a row each


@dataclass(frozen=True)
class Row:
    """A literal in three parts: the one in the middle, where there is one, gets the caret."""

    start: int  # offset of its first byte
    before: str
    marked: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        return self.before + self.marked + self.after

    @property
    def caret(self) -> int | None:
        """The column under which the caret stands."""
        return len(self.before) if self.marked else None

    @property
    def is_at_end(self) -> bool:
        """The mark is on the closing quote: something is missing there."""
        return bool(self.marked) and not self.after


@dataclass(frozen=True)
class Shown:
    """What a person is shown of some bytes; `cut` says which part, if there are too many."""

    rows: tuple[Row, ...]
    is_window: bool = False
    cut: str = ""

    def row_at(self, offset: int) -> Row:
        """The row that has that byte; the last one, if the offset is beyond it."""
        return next(row for row in reversed(self.rows) if row.start <= offset)


def first_difference(expected: bytes | str, received: bytes | str) -> int | None:
    """The offset where they begin to differ, which may be the end of one; None if they are equal.

    >>> first_difference(b"hello", b"hel"), first_difference(b"a", b"a")
    (3, None)
    """
    if expected == received:
        return None
    shorter = min(len(expected), len(received))
    return next((at for at in range(shorter) if expected[at] != received[at]), shorter)


def shown(data: bytes, columns: int, caret: int | None = None) -> Shown:
    r"""The bytes in rows of so many columns: all of them, or if they are many, how they begin.

    `caret` is the offset of the byte to be marked; the length of `data` marks its end.

    >>> [row.text for row in shown(b"first line\nsecond line\n", 20).rows]
    ['b"first line\\n"', 'b"second line\\n"']
    """
    if len(data) <= WHOLE:
        return Shown(tuple(_rows(data, columns, caret)))
    return _window(data, columns, 0, 2 * _AROUND, caret)


def compared(expected: bytes, received: bytes, columns: int) -> tuple[Shown, Shown]:
    """Both in rows, the received ones with the place where they begin to differ.

    >>> one, other = compared(b"hello", b"help", 20)
    >>> other.rows[0]
    Row(start=0, before='b"hel', marked='p', after='"')
    """
    at = first_difference(expected, received)
    if max(len(expected), len(received)) <= WHOLE or at is None:
        return shown(expected, columns), shown(received, columns, at)
    start, stop = max(at - _AROUND, 0), at + _AROUND
    ours = _window(expected, columns, start, stop)
    return ours, _window(received, columns, start, stop, at)


def _window(data: bytes, columns: int, start: int, stop: int, caret: int | None = None) -> Shown:
    part = data[start:stop]
    at = None if caret is None else caret - start
    cut = f"from offset {start:,} to {start + len(part):,}" if start else f"the first {len(part)}"
    rows = tuple(_rows(part, columns, at))
    return Shown(rows, is_window=True, cut=cut if len(part) < len(data) else "")


def _rows(data: bytes, columns: int, caret: int | None) -> Iterator[Row]:
    shapes = atoms(data)
    for start, stop in _cuts(data, shapes, columns - _QUOTES):
        if caret is None or not (start <= caret < stop or caret == stop == len(data)):
            yield Row(start, _opened(shapes[start:stop]) + '"')
        elif caret == stop:
            yield Row(start, _opened(shapes[start:stop]), '"')
        else:
            after = "".join(shapes[caret + 1 : stop]) + '"'
            yield Row(start, _opened(shapes[start:caret]), shapes[caret], after)


def _opened(shapes: list[str]) -> str:
    return 'b"' + "".join(shapes)


def _cuts(data: bytes, shapes: list[str], room: int) -> Iterator[tuple[int, int]]:
    """Where each row starts and stops: lines of text get rows of their own, the rest fills them."""
    start, stop = 0, _filled(shapes, 0, room)
    by_line = stop < len(shapes) and _TEXT.issuperset(data) and data.count(b"\n") <= _MOST_LINES
    while True:
        newline = data.find(b"\n", start, stop) if by_line else -1
        stop = newline + 1 if newline >= 0 else stop
        yield start, stop
        if stop == len(shapes):
            return
        start, stop = stop, _filled(shapes, stop, room)


def _filled(shapes: list[str], start: int, room: int) -> int:
    """Where a row that starts there is full: after one byte at least."""
    width = 0
    for at in range(start, len(shapes)):
        width += len(shapes[at])
        if width > room and at > start:
            return at
    return len(shapes)
