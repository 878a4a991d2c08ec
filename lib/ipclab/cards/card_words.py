"""The words of a card that stand outside its evidence."""

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from ipclab.cards.escape import count, fit_text, plain
from ipclab.cards.verdict import Verdict

if TYPE_CHECKING:  # card imports this module
    from ipclab.cards.card import Card

MARKS = {
    Verdict.PASSED: "✓",
    Verdict.FAILED: "✗",
    Verdict.TIMED_OUT: "✗",
    Verdict.SKIPPED: "–",
    Verdict.GRADER_FAULT: "!",
}
_UNTITLED = {
    Verdict.PASSED: "Passed",
    Verdict.FAILED: "Not what was expected",
    Verdict.TIMED_OUT: "Time ran out",
    Verdict.SKIPPED: "Not run",
}
NO_MARK = "No mark was recorded. Instructor: run `ipcgrade doctor`."
_LONGEST, _MOST_SAID = 4096, 40  # characters of a sentence; lines
_WHERE_LECTURES_ARE = "../../lectures/"  # seen from an assignment in a learner's folder


def headline(card: "Card") -> str:
    """The card's first line, without its mark and status."""
    problem = fit_text(card.evidence.problem, _LONGEST)
    if card.verdict is Verdict.GRADER_FAULT:
        what = f": {problem.rstrip('.')}" if problem else ""
        return f"Grader fault, not yours{what}."
    return plain(card.title) or problem or _UNTITLED[card.verdict]


def problem(card: "Card") -> str:
    """The sentence below the headline, unless it stands there already."""
    words = fit_text(card.evidence.problem, _LONGEST)
    if card.verdict is Verdict.GRADER_FAULT or words == headline(card):
        return ""
    return words


def said(card: "Card") -> list[str]:
    """What else there is to say, a line each; of very many lines the first ones."""
    lines = [fit_text(line, _LONGEST) for line in card.evidence.said]
    more = len(lines) - _MOST_SAID
    return lines if more <= 0 else [*lines[:_MOST_SAID], f"… and {count(more, 'more line')}"]


def status(card: "Card") -> str:
    """What stands at the right: the points, and what a mark alone does not say."""
    words = []
    if card.verdict is Verdict.TIMED_OUT:
        words.append("timed out")
    if card.verdict is Verdict.SKIPPED:
        words.append("skipped")
    elif card.verdict is not Verdict.GRADER_FAULT and None not in (card.points, card.max_points):
        words.append(f"{card.points:g} of {card.max_points:g}")
    return ", ".join(words)


def open_hints(card: "Card") -> list[str]:
    """The hints to be read now; the last says how many are still folded."""
    hints = [plain(hint) for hint in card.hints if hint]
    shown = hints[: max(card.hints_open, 0)]
    folded = len(hints) - len(shown)
    if shown and folded:
        shown[-1] += f" ({folded} more when it fails again)"
    return shown


def lecture_label(lecture: str) -> str:
    """A lecture as one speaks of it.

    >>> lecture_label("02-byte-streams#Bytes, not messages")
    'Lecture 02, "Bytes, not messages"'
    """
    slug, _, heading = plain(lecture).partition("#")
    number = slug.partition("-")[0]
    return f'Lecture {number}, "{heading}"' if heading else f"Lecture {number}"


def section_id(heading: str) -> str:
    """The id of the cell that a section's heading stands in.

    >>> section_id("recv() returns what is there")
    'recv-returns-what-is-there'
    """
    return re.sub(r"[^A-Za-z0-9_]+", "-", heading).strip("-")


def lecture_link(lecture: str) -> str:
    """Where a lecture is, seen from an assignment.

    To the cell, not to the heading: JupyterLab 4.6 looks for a heading before it has drawn any, and
    finds it only at a second click.

    >>> lecture_link("02-byte-streams#Bytes, not messages")
    '../../lectures/02-byte-streams.ipynb#cell-id=Bytes-not-messages'
    """
    slug, _, heading = lecture.partition("#")
    anchor = f"#cell-id={section_id(heading)}"
    path = _WHERE_LECTURES_ARE + quote(slug, safe="", errors="replace") + ".ipynb"
    return path + anchor if heading else path
