"""A card as text: for a terminal, for Validate's dialog, for feedback."""

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ipclab.cards.card_fields import Field, Line, fields, stuck_lines
from ipclab.cards.card_words import (
    MARKS,
    NO_MARK,
    headline,
    lecture_label,
    open_hints,
    problem,
    said,
    status,
)
from ipclab.cards.escape import plain
from ipclab.cards.interleaving_text import interleaving_lines
from ipclab.cards.verdict import Verdict

if TYPE_CHECKING:  # card imports this module
    from ipclab.cards.card import Card

COLUMNS = 76
_EVIDENCE, _ADVICE = " " * 4, " " * 2  # how far they are indented
_LABEL = 11  # columns


def card_text(card: "Card") -> str:
    """The whole card, one fact once, in lines that end without a newline."""
    return "\n".join(line.rstrip() for line in _lines(card))


def _lines(card: "Card") -> Iterator[str]:
    yield from _head(card)
    if card.notice:
        yield from _paragraph(f"Note: {plain(card.notice)}", _ADVICE, hang=6)
    if card.verdict is Verdict.GRADER_FAULT:
        yield _ADVICE + NO_MARK
    if card.verdict is not Verdict.PASSED:
        yield from _evidence(card)
    if card.interleaving:
        yield from interleaving_lines(card.interleaving)
    for warning in card.warnings:
        yield from _paragraph(f"Note: {plain(warning)}", _ADVICE, hang=6)
    if card.verdict in (Verdict.FAILED, Verdict.TIMED_OUT):
        yield from _advice(card)


def _head(card: "Card") -> Iterator[str]:
    right = status(card)
    first, *rest = textwrap.wrap(headline(card), COLUMNS - 2 - (len(right) + 2)) or [""]
    line = f"{MARKS[card.verdict]} {first}"
    yield f"{line:<{COLUMNS - len(right)}}{right}"
    yield from (f"  {more}" for more in rest)


def _evidence(card: "Card") -> Iterator[str]:
    evidence = card.evidence
    if problem(card):
        yield from _paragraph(problem(card), _EVIDENCE)
    for field in fields(evidence):
        yield from _field(field)
    if evidence.stuck:
        yield from (_EVIDENCE + _joined(line) for line in stuck_lines(evidence.stuck))
    for words in said(card):
        yield from _paragraph(words, _EVIDENCE, hang=2)


def _field(field: Field) -> Iterator[str]:
    label = field.label.ljust(_LABEL) if field.label else ""
    for line in field.lines:
        yield _EVIDENCE + label + _joined(line)
        label = " " * len(label)


def _advice(card: "Card") -> Iterator[str]:
    lecture = lecture_label(card.lecture) if card.lecture else ""
    lines = [
        line for hint in open_hints(card) for line in _paragraph(f"Hint: {hint}", _ADVICE, hang=6)
    ]
    if lines and lecture and len(lines[-1]) + 6 + len(lecture) <= COLUMNS:
        lines[-1] += " " * 6 + lecture
    elif lecture:
        lines.append(_ADVICE + lecture)
    yield from lines
    if card.seed is not None:
        yield f"{_ADVICE}replay with IPCLAB_SEED={card.seed}"


def _paragraph(words: str, indent: str, hang: int = 0) -> list[str]:
    more = indent + " " * hang
    return textwrap.wrap(words, COLUMNS, initial_indent=indent, subsequent_indent=more)


def _joined(line: Line) -> str:
    return "".join(span.text for span in line)
