"""Bytes and text made visible: nothing gets through that hides or moves the cursor."""

import ast
import random
import sys
import unicodedata

import pytest

from ipclab.cards.escape import atoms, count, fit_bytes, fit_text, literal, plain

EVERY_CHARACTER = [chr(code) for code in range(sys.maxunicode + 1)]


def test_a_literal_is_what_python_reads_back() -> None:
    data = bytes(range(256)) * 3

    assert ast.literal_eval(literal(data)) == data


def test_a_literal_always_has_double_quotes() -> None:
    assert literal(b'"it\'s"') == 'b"\\"it\'s\\""'


def test_an_atom_is_printable_ascii_of_at_most_four_columns() -> None:
    assert all(
        atom.isascii() and atom.isprintable() and 1 <= len(atom) <= 4
        for atom in atoms(bytes(range(256)))
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("tab\tnewline\nreturn\r", "tab\\tnewline\\nreturn\\r"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("gpj.\u202eexe", "gpj.\\u202eexe"),
        ("a\u200bb\ufeffc", "a\\u200bb\\ufeffc"),
        ("\u2066isolated\u2069", "\\u2066isolated\\u2069"),
        ("\u3164\u115f\u2800", "\\u3164\\u115f\\u2800"),
        ("hidden\U000e0041", "hidden\\U000e0041"),
        ("not\xa0a space", "not\\xa0a space"),
        ("\ud800", "\\ud800"),
        ("Grüße, 日本, 🎉", "Grüße, 日本, 🎉"),
        ("e\u0301", "e\u0301"),
        ("z\u0335\u0336\u0337\u0338\u0339", "z\u0335\u0336\u0337\\u0338\\u0339"),
    ],
)
def test_what_cannot_be_seen_is_written_as_an_escape(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_no_character_at_all_gets_through_that_is_not_printable() -> None:
    assert all(plain(character).isprintable() for character in EVERY_CHARACTER)


def test_no_format_character_gets_through() -> None:
    hidden = [one for one in EVERY_CHARACTER if unicodedata.category(one) in ("Cf", "Cc", "Cs")]

    assert all(plain(character).isascii() for character in hidden)


def test_what_is_shown_can_be_written_to_any_file() -> None:
    assert plain("".join(EVERY_CHARACTER)).encode("utf-8")


@pytest.mark.parametrize(
    ("data", "columns", "shown"),
    [
        (b"hello\n", 40, 'b"hello\\n"'),
        (b"x" * 37, 40, 'b"' + "x" * 37 + '"'),
        (b"x" * 38, 40, 'b"' + "x" * 25 + '"… (38 bytes)'),
        (b"\x00" * 38, 40, 'b"' + r"\x00" * 6 + '"… (38 bytes)'),
        (b"", 22, 'b""'),
        (bytes(65536), 26, 'b"\\x00"… (65,536 bytes)'),
    ],
)
def test_bytes_that_do_not_fit_are_cut_and_counted(data: bytes, columns: int, shown: str) -> None:
    assert fit_bytes(data, columns) == shown


def test_cut_bytes_never_take_more_columns_than_they_may() -> None:
    chance = random.Random(1)
    many = [chance.randbytes(chance.randrange(200)) for _ in range(500)]

    assert max(len(fit_bytes(data, 34)) for data in many) <= 34


@pytest.mark.parametrize(
    ("text", "shown"),
    [("short", "short"), ("longer than it may", "longer…"), ("\x1b" * 9, "\\x1b\\x…")],
)
def test_text_that_does_not_fit_is_cut(text: str, shown: str) -> None:
    assert fit_text(text, 7) == shown


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 bytes"), (1, "1 byte"), (65536, "65,536 bytes")]
)
def test_a_number_has_its_noun(number: int, words: str) -> None:
    assert count(number, "byte") == words
