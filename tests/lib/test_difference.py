"""Bytes in rows of literals, with the place where they begin to differ."""

import ast
import random

import pytest

from ipclab.cards.difference import Shown, compared, first_difference, shown

CHANCE = random.Random(4821)
RANDOM = [CHANCE.randbytes(CHANCE.randrange(1, 600)) for _ in range(40)]
LINES = b"".join(b"line %d\r\n" % number for number in range(30))


def read_back(part: Shown) -> bytes:
    return b"".join(ast.literal_eval(row.text) for row in part.rows)


def marked_offset(part: Shown) -> int:
    """The offset of the byte above the caret, counted in the rows themselves."""
    row = next(row for row in part.rows if row.caret is not None)
    return row.start + len(ast.literal_eval(row.before + '"'))


@pytest.mark.parametrize(
    ("expected", "received", "offset"),
    [
        (b"same", b"same", None),
        (b"", b"", None),
        (b"hello\n", b"hel", 3),
        (b"hel", b"hello\n", 3),
        (b"hello", b"", 0),
        (b"hello", b"help!", 3),
        (b"hello", b"Hello", 0),
    ],
)
def test_the_first_difference_may_be_the_end_of_one(
    expected: bytes, received: bytes, offset: int | None
) -> None:
    assert first_difference(expected, received) == offset


@pytest.mark.parametrize("data", [*RANDOM, LINES, b"", b"x" * 4096, bytes(4096)])
@pytest.mark.parametrize("columns", [8, 20, 61])
def test_rows_are_whole_and_fit(data: bytes, columns: int) -> None:
    part = shown(data, columns)

    assert read_back(part) == data
    assert max(len(row.text) for row in part.rows) <= columns
    assert not part.is_window


@pytest.mark.parametrize("data", [*RANDOM, LINES])
@pytest.mark.parametrize("columns", [8, 20, 61])
def test_the_caret_stands_under_the_byte_that_differs(data: bytes, columns: int) -> None:
    at = CHANCE.randrange(len(data))
    received = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    _, theirs = compared(data, received, columns)

    assert read_back(theirs) == received
    assert marked_offset(theirs) == at


@pytest.mark.parametrize("data", [*RANDOM, LINES])
@pytest.mark.parametrize("columns", [8, 20, 61])
def test_the_caret_stands_under_the_closing_quote_where_bytes_are_missing(
    data: bytes, columns: int
) -> None:
    at = CHANCE.randrange(len(data))

    _, theirs = compared(data, data[:at], columns)

    assert theirs.rows[-1].is_at_end
    assert theirs.rows[-1].caret == len(theirs.rows[-1].text) - 1
    assert marked_offset(theirs) == at


def test_equal_bytes_have_no_caret() -> None:
    ours, theirs = compared(b"same", b"same", 20)

    assert ours == theirs
    assert theirs.rows[0].caret is None


def test_what_fits_in_one_row_is_one_row() -> None:
    assert [row.text for row in shown(b"a\nb\nc\n", 20).rows] == ['b"a\\nb\\nc\\n"']


def test_lines_of_text_get_rows_of_their_own() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"

    assert [row.text for row in shown(answer, 30).rows] == [
        'b"HTTP/1.1 200 OK\\r\\n"',
        'b"Content-Length: 2\\r\\n"',
        'b"\\r\\n"',
        'b"hi"',
    ]


def test_very_many_lines_fill_the_rows() -> None:
    assert len(shown(b"\n" * 300, 61).rows) == 11


def test_binary_data_fills_the_rows() -> None:
    assert len(shown(b"\xff\n" * 30, 61).rows) == 4


def test_a_byte_that_is_wider_than_a_row_still_gets_one() -> None:
    assert [row.text for row in shown(b"\x00\x01", 5).rows] == ['b"\\x00"', 'b"\\x01"']


def test_a_row_is_found_by_offset() -> None:
    part = shown(b"first line\nsecond line\n", 20)

    assert part.row_at(3).start == 0
    assert part.row_at(11).start == 11
    assert part.row_at(1000).start == 11


def test_of_very_many_bytes_the_first_are_shown() -> None:
    data = CHANCE.randbytes(65536)

    part = shown(data, 61)

    assert read_back(part) == data[:96]
    assert (part.is_window, part.cut) == (True, "the first 96")


def test_of_very_many_bytes_those_around_the_difference_are_shown() -> None:
    data = CHANCE.randbytes(65536)

    ours, theirs = compared(data, data[:40000], 61)

    assert read_back(ours) == data[39952:40048]
    assert read_back(theirs) == data[39952:40000]
    assert (ours.cut, theirs.cut) == (
        "from offset 39,952 to 40,048",
        "from offset 39,952 to 40,000",
    )
    assert theirs.rows[-1].is_at_end


def test_beside_very_many_bytes_a_few_are_whole() -> None:
    _, theirs = compared(bytes(5000), b"\0\1", 61)

    assert (theirs.is_window, theirs.cut) == (True, "")


def test_very_many_equal_bytes_are_cut_without_a_caret() -> None:
    _, theirs = compared(bytes(5000), bytes(5000), 61)

    assert [row.caret for row in theirs.rows] == [None] * len(theirs.rows)
    assert theirs.cut == "the first 96"
