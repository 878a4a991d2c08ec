"""Makes bytes and text harmless and visible: no control character, nothing invisible, leaves here."""

import unicodedata

_NAMED = {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r", 0x22: '\\"', 0x5C: "\\\\"}
_ATOMS = [
    _NAMED.get(byte, chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}") for byte in range(256)
]

# Characters that show nothing although Unicode counts them as letters or marks.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code)
    for first, last in [(0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF)]
    for code in range(first, last + 1)
}


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
    r"""The text with everything that is invisible, or moves the cursor, written as an escape.

    >>> print(plain("red \x1b[31m, backwards \u202e"))
    red \x1b[31m, backwards \u202e
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character.isprintable() and character not in _BLANK:
        return character
    if unicodedata.category(character) == "Zs" or ord(character) > 0x7E:
        return ascii(character)[1:-1]
    return _ATOMS[ord(character)]
