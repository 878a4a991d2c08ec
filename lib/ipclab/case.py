"""A case: one test cell, one idea, one card. And a conversation: the same without a verdict."""

import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from ipclab.answer import pair as pair_of
from ipclab.answer import same
from ipclab.cards.card import Card
from ipclab.cards.evidence import Evidence
from ipclab.cards.transcript import Transcript
from ipclab.cards.verdict import Verdict
from ipclab.errors import AnswerWrong, GraderFault
from ipclab.launch import interrupts
from ipclab.notebooks import folder, progress, stale
from ipclab.notebooks.borrowed import Borrowed
from ipclab.stage import Stage, current

observer: ContextVar[Callable[[Card], None] | None] = ContextVar("ipclab_observer", default=None)
"""While set, a case hands its card here and displays nothing: for the runner and the judge."""

_attempts: ContextVar[dict[str, int] | None] = ContextVar("ipclab_attempts", default=None)
_HERE = str(Path(__file__).parent)


class CaseFailed(Exception):
    """A case did not pass. Its card says what was seen; there is no traceback to read."""

    def __init__(self, card: Card, shown: bool = False) -> None:
        super().__init__(card.short())
        self.card = card
        self._shown = shown

    def __str__(self) -> str:
        """What a terminal, Validate's dialog and feedback show: the card, unless it is above."""
        mark = self.card.short()[:1]
        return f"{mark} not passed: see the card" if self._shown else self.card.text()

    def _render_traceback_(self) -> list[str]:
        """What IPython, and so nbgrader's Validate and feedback, prints instead of a traceback."""
        return str(self).splitlines()


class case:
    """A case: what happens inside decides, once, whether the answer is right.

    `hint`: one, or several in rising order of help. `lecture`: the section that explains, as
    "02-byte-streams#Bytes, not messages". Raises CaseFailed, after showing the card.

    >>> with case("One and one is two"):
    ...     expect("1 + 1", 1 + 1, 2)
    """

    def __init__(self, title: str, hint: str | tuple[str, ...] = (), lecture: str = "") -> None:
        self.title = title
        self.hints = (hint,) if isinstance(hint, str) else tuple(hint)
        self.lecture = lecture

    def __enter__(self) -> "case":
        self._interrupts = interrupts.Exit(case.__exit__.__code__)
        self._stage = Stage(salt=self.title, borrowed=Borrowed(sys._getframe(1)))
        self._stage.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._stage.__exit__()
        except GraderFault as fault:
            error = error or fault
        finally:
            self._interrupts.over()
        if error is not None and not isinstance(error, Exception):
            return  # an interrupt of the kernel is nobody's failure
        card = self._card(error)
        shown = self._show(card)
        if card.verdict is not Verdict.PASSED:
            raise CaseFailed(card, shown) from None

    def _card(self, error: Exception | None) -> Card:
        verdict, evidence = judge(error)
        return Card(
            title=self.title,
            verdict=verdict,
            evidence=evidence,
            hints=self.hints,
            lecture=self.lecture,
            seed=self._stage.seed,
            transcript=self._stage.transcript,
            warnings=tuple(dict.fromkeys(self._stage.warnings)),
            interleaving=self._stage.interleaving and self._stage.interleaving(),
        )

    def _show(self, card: Card) -> bool:
        """Show the card where it can be seen. Returns whether it was."""
        watching = observer.get()
        if watching is not None:
            watching(card)
            return False
        return _show_in_notebook(card)


def _show_in_notebook(card: Card) -> bool:
    shell = _kernel()
    if shell is None:
        return False
    from IPython.display import publish_display_data

    passed = card.verdict is Verdict.PASSED
    progress.note(card.title, passed)
    points = folder.points_in_session(card.title)
    card = replace(
        card,
        points=None if points is None else points * passed,
        max_points=points,
        hints_open=_attempts_at(card),
        notice=" ".join(stale.warnings(shell, card)),
    )
    inside_nbgrader = "NBGRADER_EXECUTION" in os.environ
    if inside_nbgrader and not passed:
        return False  # its dialog and its feedback show the text; both at once would say all twice
    publish_display_data({"text/html": card.html(), "text/plain": card.text()})  # type: ignore[no-untyped-call]
    return True


def _kernel() -> object | None:
    """The shell of a Jupyter kernel, which can show HTML; None in a terminal or a plain program."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell if shell is not None and hasattr(shell, "kernel") else None


def _attempts_at(card: Card) -> int:
    """How many hints to open: one more each time that the case fails in the same way."""
    attempts = _attempts.get()
    if attempts is None:
        attempts = {}
        _attempts.set(attempts)
    if card.verdict is Verdict.PASSED:
        attempts.pop(card.title, None)
        return 1
    attempts[card.title] = attempts.get(card.title, 0) + 1
    return attempts[card.title]


def judge(error: Exception | None) -> tuple[Verdict, Evidence]:
    """The verdict on what came out of a case, and the evidence."""
    if error is None:
        return Verdict.PASSED, Evidence()
    if isinstance(error, AnswerWrong):
        return error.verdict, error.evidence
    if isinstance(error, GraderFault):
        return Verdict.GRADER_FAULT, Evidence(problem=str(error))
    if isinstance(error, AssertionError):
        return Verdict.FAILED, Evidence(
            problem=str(error) or "An assertion of the case does not hold."
        )
    if isinstance(error, NameError) and not _is_ours(error):
        problem = f"{error.name} is not defined: run the cell that defines it, then this one."
        return Verdict.FAILED, Evidence(problem=problem)
    return _unexpected(error)


def _unexpected(error: Exception) -> tuple[Verdict, Evidence]:
    """An error in the case's own lines comes of the answer; one in the library is ours."""
    frames = traceback.extract_tb(error.__traceback__)
    words = f"{type(error).__name__}: {error}"
    if _is_ours(error):
        where = f"{Path(frames[-1].filename).name} line {frames[-1].lineno}"
        return Verdict.GRADER_FAULT, Evidence(problem=f"{words} ({where})")
    line = frames[-1].line if frames else ""
    said = (f"in the case's line  {line}",) if line else ()
    problem = f"The case could not use what the answer gave: {words}"
    return Verdict.FAILED, Evidence(problem=problem, said=said)


def _is_ours(error: Exception) -> bool:
    """Whether it was raised in the library's own lines."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and frames[-1].filename.startswith(_HERE)


def expect(what: str, received: object, expected: object) -> None:
    """Compare two values. Raises AnswerWrong showing both, under the name `what`.

    >>> expect("the sum", 1 + 1, 2)
    """
    if not same(received, expected):
        raise AnswerWrong(
            pair_of(expected, received, f"{what[:1].upper()}{what[1:]} is not what it must be.")
        )


def payload(size: int, avoiding: bytes = b"") -> bytes:
    """Random bytes from the case's seed, without those of `avoiding`.

    >>> len(payload(8, avoiding=b"\\n"))
    8
    """
    allowed = bytes(byte for byte in range(256) if byte not in avoiding)
    return bytes(current().random.choices(allowed, k=size))


class conversation:
    """Records what happens inside; shows itself as a diagram. For lectures: nothing is judged.

    >>> with conversation("Nobody says anything") as talk:
    ...     pass
    >>> len(talk.transcript)
    0
    """

    def __init__(self, title: str = "") -> None:
        self.title = title
        self.transcript = Transcript()

    def __enter__(self) -> "conversation":
        self._interrupts = interrupts.Exit(conversation.__exit__.__code__)
        self._stage = Stage(seed=0, salt=self.title)
        self._stage.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        try:
            with suppress(GraderFault):
                self._stage.__exit__()
        finally:
            self._interrupts.over()
        self.transcript = self._stage.transcript

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {
            "image/svg+xml": self.transcript.diagram(self.title),
            "text/plain": f"<conversation of {len(self.transcript)} events>",
        }
