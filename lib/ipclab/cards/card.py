"""What a case shows when it is over."""

from dataclasses import dataclass, field

from ipclab.cards.card_html import card_html
from ipclab.cards.card_text import card_text
from ipclab.cards.card_words import MARKS, headline, problem, status
from ipclab.cards.difference import first_difference
from ipclab.cards.escape import fit_bytes, fit_text, plain
from ipclab.cards.evidence import Evidence
from ipclab.cards.interleaving import Interleaving
from ipclab.cards.transcript import Transcript
from ipclab.cards.verdict import Verdict

_BRIEF = 40  # columns of a value in one line
_SEEN = 12  # of these, where a difference is seen at once


@dataclass(frozen=True)
class Card:
    """What a case shows: as text, as HTML, as one line.

    Of `hints`, `hints_open` are shown. `lecture` is "02-byte-streams#Bytes, not messages". `points`
    of `max_points` are shown when both are known; `seed` replays the case.

    >>> Card("Says hello", Verdict.PASSED, points=5, max_points=5).short()
    '✓ Says hello (5 of 5)'
    """

    title: str
    verdict: Verdict
    evidence: Evidence = field(default_factory=Evidence)
    hints: tuple[str, ...] = ()
    hints_open: int = 1
    lecture: str = ""
    seed: int | None = None
    points: float | None = None
    max_points: float | None = None
    transcript: Transcript = field(default_factory=Transcript)
    warnings: tuple[str, ...] = ()
    interleaving: Interleaving | None = None  # what the stepper searched
    notice: str = ""  # what explains all that follows, and so stands first

    def text(self) -> str:
        """The card for a terminal, Validate's dialog or feedback: 76 columns, no final newline.

        >>> saw = Evidence(expected=b"hi", received=b"ho")
        >>> print(Card("Says hello", Verdict.FAILED, saw).text())
        ✗ Says hello
            expected   b"hi"
            received   b"ho"
                          ^
        """
        return card_text(self)

    def html(self, linked: bool = True) -> str:
        """The card as HTML that needs nothing else, for light pages and dark ones.

        `linked`: it is where a learner's notebooks are, and a link leads to the lecture.

        >>> "<script>" in Card("<script>", Verdict.PASSED).html()
        False
        """
        return card_html(self, linked)

    def short(self) -> str:
        """The card in one line: its title, what was wrong, the points.

        >>> saw = Evidence(expected=b"hi", received=b"ho")
        >>> Card("Says hello", Verdict.FAILED, saw).short()
        '✗ Says hello: received b"ho" instead of b"hi"'
        """
        words = f"{MARKS[self.verdict]} {headline(self)}"
        if self.verdict is Verdict.GRADER_FAULT:
            return f"{words} ({plain(self.title)})" if self.title else words
        reason = self._reason() if self.verdict is not Verdict.PASSED else ""
        right = status(self)
        return words + (f": {reason}" if reason else "") + (f" ({right})" if right else "")

    def _reason(self) -> str:
        expected, received = self.evidence.expected, self.evidence.received
        if expected is None or received is None or problem(self):
            return problem(self)
        if expected == received:
            return plain(self.evidence.ending)
        return (
            f"received {_brief(received)} instead of {_brief(expected)}{_place(expected, received)}"
        )


def _brief(value: bytes | str) -> str:
    return fit_bytes(value, _BRIEF) if isinstance(value, bytes) else fit_text(value, _BRIEF)


def _place(expected: bytes | str, received: bytes | str) -> str:
    """Where they differ, if that cannot be seen in their beginnings."""
    if _brief(expected)[:_SEEN] != _brief(received)[:_SEEN]:
        return ""
    return f", which differ at offset {first_difference(expected, received):,}"
