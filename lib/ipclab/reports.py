"""What a subject gave or did, put into words. What it says itself is data, checked here."""

import signal as signals
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ipclab.cards.evidence import Evidence
from ipclab.cards.transcript import Kind
from ipclab.errors import AnswerWrong
from ipclab.launch.inside import LOST
from ipclab.launch.replies import written
from ipclab.stage import CPU_LIMIT, Ending

if TYPE_CHECKING:
    from ipclab.subject import Subject


@dataclass(frozen=True)
class State:
    """What is known of a subject's end."""

    function: str
    reply: dict[str, Any] | None
    status: int | None  # exit status, -N: ended by signal N; None while it lives
    gone: bool  # its guardian is gone, so nobody knows
    printed: int  # bytes
    spoiled: bool = False  # what came instead of its answer is none


@dataclass(frozen=True)
class Raised:
    """An exception as plain data: its type's names, most special first, and where it was raised."""

    types: tuple[str, ...]
    text: str
    errno: int | None
    frames: tuple[tuple[str, int, str], ...]
    line: str = ""  # "line 4: data = ..." of the learner's code, where it is known
    where: str = ""  # the function of that line

    def __str__(self) -> str:
        name = self.types[0]
        return f"{name}: {self.text}" if self.text else name


@dataclass(frozen=True)
class Answer:
    """What a function returned or raised, or how its process ended."""

    function: str
    returned: object = None
    raised: Raised | None = None
    ended: str = ""  # "exited with status 3", where it did neither

    @property
    def value(self) -> object:
        """The returned value. Raises AnswerWrong where there is none."""
        self._must_have_returned(None)
        return self.returned

    def expect(self, value: object) -> None:
        """The function returned this value. Bytes are compared byte by byte on the card."""
        self._must_have_returned(value)
        if not same(self.returned, value):
            raise AnswerWrong(
                pair(value, self.returned, f"{self.function} returned something else.")
            )

    def expect_error(self, kind: type[BaseException], *words: str) -> None:
        """The function raised this exception, or a subclass; each of the words is in its text."""
        expected = " ".join([f"{self.function} raises {kind.__name__}", *_containing(words)])
        if self.raised is None:
            came = self.ended or f"returned {_short(self.returned)}"
            raise AnswerWrong(Evidence(expected=expected, received=f"{self.function} {came}"))
        if self.is_stub:
            raise AnswerWrong(stub(self.unwritten))
        if kind.__name__ not in self.raised.types or any(w not in self.raised.text for w in words):
            came = f"{self.function} raised {self.raised}"
            raise AnswerWrong(Evidence(expected=expected, received=came, said=_at(self.raised)))

    def _must_have_returned(self, wanted: object) -> None:
        if self.is_stub:
            raise AnswerWrong(stub(self.unwritten))
        if self.raised is not None:
            raise AnswerWrong(raised(self.function, self.raised))
        if self.ended:
            raise AnswerWrong(
                Evidence(problem=f"{self.function} {self.ended} instead of returning.")
            )

    @property
    def is_stub(self) -> bool:
        """Whether the function is still as it was released."""
        return self.raised is not None and self.raised.types[0] == "NotImplementedError"

    @property
    def unwritten(self) -> str:
        """The function that was not written yet: the one that raised, whoever called it."""
        return (self.raised and self.raised.where) or self.function

    def event(self, lane: str) -> tuple[Kind, str, str, bytes, str]:
        """For the transcript."""
        if self.raised is not None:
            return "raise", lane, "", b"", self.raised.types[0]
        if self.ended:
            return "exit", lane, "", b"", self.ended
        if isinstance(self.returned, bytes):
            return "return", lane, "", self.returned, ""
        return "return", lane, "", b"", _short(self.returned)


def _short(value: object) -> str:
    """A value in one line of a card, where it is not what is compared."""
    text = written(value)
    if len(text) <= 60:
        return text
    size = f" ({len(value):,} bytes)" if isinstance(value, (bytes, bytearray)) else ""
    return f"{text[:40]} …{size}"


def _containing(words: tuple[str, ...]) -> list[str]:
    return [f"that says {' and '.join(map(repr, words))}"] if words else []


def same(left: object, right: object) -> bool:
    """Whether two values are equal; text is never equal to bytes, and a bool never to a number."""
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    return bool(left == right)


def pair(expected: object, received: object, problem: str = "") -> Evidence:
    """Two values side by side: bytes as bytes, the rest as Python writes them."""
    if isinstance(expected, bytes) and isinstance(received, bytes):
        return Evidence(problem=problem, expected=expected, received=received)
    return Evidence(problem=problem, expected=written(expected), received=written(received))


def stub(function: str) -> Evidence:
    """The kind words for a function that is not written yet."""
    return Evidence(
        problem=f"{function} is not written yet: its cell still raises NotImplementedError.",
        said=("Write it in the cell above, run that cell, then run this one again.",),
    )


def raised(function: str, error: Raised) -> Evidence:
    """A function raised what it should not."""
    if error.types[0] == "TypeError" and not error.frames and "argument" in error.text:
        problem = f"{function} does not take the arguments that the exercise names: {error.text}."
    else:
        problem = f"{function} raised {error}"
    return Evidence(problem=problem, said=_at(error))


def _at(error: Raised) -> tuple[str, ...]:
    return (f"in {error.line}",) if error.line else ()


def exit_words(status: int | None) -> str:
    """How a process ended."""
    if status is None:
        return "ended the process that watches over it"
    if status >= 0:
        return f"exited with status {status}"
    try:
        return f"was ended by {signals.Signals(-status).name}"
    except ValueError:
        return f"was ended by signal {-status}"


def is_timeout(ending: Ending) -> bool:
    """Whether a deadline, not quiescence, decided."""
    return ending not in (Ending.READY, Ending.QUIESCENT, Ending.CYCLING)


def answer(subject: "Subject") -> Answer:
    """What a subject that is settled gave."""
    state = subject.state
    reply = state.reply or {}
    if "returned" in reply:
        return Answer(state.function, returned=reply["returned"])
    if "raised" in reply:
        return Answer(state.function, raised=_raised(subject, reply["raised"]))
    if "exited" in reply:
        return Answer(state.function, ended=f"called sys.exit({reply['exited']})")
    if "unloadable" in reply:
        return Answer(state.function, ended=f"could not be loaded ({reply['unloadable']})")
    if state.status == LOST:
        return Answer(state.function, ended=_CLOSED_OURS)
    if state.spoiled and state.status == 0:
        return Answer(state.function, ended=_WROTE_TO_OURS)
    return Answer(state.function, ended=exit_words(state.status))


_CLOSED_OURS = "closed a descriptor that it did not open, the one for its answer,"
_WROTE_TO_OURS = "wrote to a descriptor that it did not open, the one for its answer,"


def _raised(subject: "Subject", data: dict[str, Any]) -> Raised:
    line = where = ""
    for file, number, name in data["frames"]:
        if file in subject.sources:
            line, where = f"line {number}:  {subject.stage.launcher.line(file, number)}", name
    return Raised(data["types"], data["text"], data["errno"], data["frames"], line, where)


def with_subject(subject: "Subject", evidence: Evidence, ending: Ending | None) -> Evidence:
    """Add to the evidence how the subject ended, or where it stands."""
    subject.pump()
    said = evidence.said + _printed(subject)
    if subject.state.reply is not None or subject.state.status is not None or subject.state.gone:
        return _with_end(answer(subject), replace(evidence, said=said))
    if ending is None:
        return replace(evidence, said=said)
    where = None if ending is Ending.TOO_MANY_PROCESSES else subject.where()
    if where is not None:
        note = f"line {where.line}: {where.source}" if where.line else where.what
        subject.stage.record("waits", subject.name, note=note)
    words = _ENDING[ending]
    if is_timeout(ending):
        problem = f"{subject.state.function} {words}."
        return replace(evidence, problem=problem, ending="", stuck=where, said=said)
    return replace(
        evidence, ending=words if evidence.received is not None else "", stuck=where, said=said
    )


_ENDING = {
    Ending.READY: "",
    Ending.QUIESCENT: "then nothing, and nothing more will come",
    Ending.CYCLING: "then nothing, however often it asks",
    Ending.OUT_OF_CPU: f"computes without an end: {CPU_LIMIT:g} seconds of CPU time went by",
    Ending.OUT_OF_TIME: "waits again and again, each time with a time limit, and nothing changes",
    Ending.FLOODED: "prints without an end",
    Ending.TOO_MANY_PROCESSES: "starts processes without an end",
}


def _with_end(given: Answer, evidence: Evidence) -> Evidence:
    if given.is_stub:
        return stub(given.unwritten)
    if given.raised is not None:
        error = raised(given.function, given.raised)
        said = (*evidence.said, *error.said)
        if evidence.received is None:
            return replace(evidence, problem=error.problem, said=said)
        return replace(evidence, ending=f"then {error.problem}", said=said)
    how = given.ended or "has returned"
    if evidence.received is None or evidence.ending:
        return evidence
    return replace(evidence, ending=f"then nothing: {given.function} {how}")


_LAST_LINES, _WIDEST = 4, 200  # of what a function printed, on a card


def _printed(subject: "Subject") -> tuple[str, ...]:
    total = subject.state.printed
    if not total:
        return ()
    lines = subject.stdout.splitlines()
    shown = [f"{subject.state.function} printed: {line[:_WIDEST]}" for line in lines[-_LAST_LINES:]]
    if len(lines) > _LAST_LINES:
        shown.insert(0, f"{subject.state.function} printed {total} bytes; the last lines:")
    return tuple(shown)
