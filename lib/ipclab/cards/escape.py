"""Makes bytes and text visible and harmless: nothing that hides or moves the cursor leaves here."""

import unicodedata
from itertools import accumulate

_NAMED = {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r", 0x22: '\\"', 0x5C: "\\\\"}
_ATOMS = [
    _NAMED.get(byte, chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}") for byte in range(256)
]

# Characters that show nothing, although Unicode counts them as letters, marks or symbols.
_BLANK_RANGES = [(0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF)]
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0").union(
    *({chr(code) for code in range(first, last + 1)} for first, last in _BLANK_RANGES)
)
_MOST_MARKS = 3  # on one character; more of them climb over the lines above


def atoms(data: bytes) -> list[str]:
    r"""What each byte looks like inside a literal, one piece of text for each byte.

    >>> atoms(b"a\n\xff")
    ['a', '\\n', '\\xff']
    """
    return [_ATOMS[byte] for byte in data]


def literal(data: bytes) -> str:
    r"""The bytes as a Python literal, always in double quotes.

    >>> print(literal(b"say \"hi\"\n\x1b"))
    b"say \"hi\"\n\x1b"
    """
    return f'b"{"".join(atoms(data))}"'


def plain(text: str) -> str:
    r"""The text with all that is invisible, or moves the cursor, written as an escape.

    >>> print(plain("red \x1b[31m, backwards \u202e"))
    red \x1b[31m, backwards \u202e
    """
    if text.isascii() and text.isprintable():
        return text
    shown, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        visible = character.isprintable() and character not in _BLANK and marks <= _MOST_MARKS
        shown.append(character if visible else _escaped(character))
    return "".join(shown)


def count(number: int, noun: str) -> str:
    """The number with its noun, in the plural where it needs one.

    >>> count(1, "byte"), count(65536, "byte")
    ('1 byte', '65,536 bytes')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def fit_text(words: str, columns: int) -> str:
    """The text with its end left out if it is longer than that many columns.

    >>> fit_text("worker 2", 20), fit_text("a_very_long_name", 8)
    ('worker 2', 'a_very_…')
    """
    shown = plain(words[: columns + 1])  # each character takes a column at least
    return shown if len(shown) <= columns else shown[: max(columns - 1, 1)] + "…"


def fit_bytes(data: bytes, columns: int) -> str:
    r"""The literal, or as much of its beginning as fits, with the length.

    >>> fit_bytes(b"hello\n", 20), fit_bytes(b"x" * 5000, 24)
    ('b"hello\\n"', 'b"xxxxxx"… (5,000 bytes)')
    """
    if len(data) <= columns and len(literal(data)) <= columns:
        return literal(data)
    shapes, ending = atoms(data[:columns]), f'"… ({count(len(data), "byte")})'
    room = columns - len('b"' + ending)
    fitting = sum(width <= room for width in accumulate(map(len, shapes)))
    return f'b"{"".join(shapes[:fitting])}{ending}'


def _escaped(character: str) -> str:
    # unicode_escape writes \xa0, \u202e and \U000e0100, and \t, \n and \r by name
    return character.encode("unicode_escape").decode("ascii")
