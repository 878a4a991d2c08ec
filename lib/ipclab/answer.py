"""What a function gave: a value, an exception, or neither. And how that is compared."""

import signal as signals
from dataclasses import dataclass

from ipclab.cards.evidence import Evidence
from ipclab.cards.transcript import Kind
from ipclab.errors import AnswerWrong
from ipclab.launch.replies import written


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
            raise AnswerWrong(pair(value, self.returned, f"{self.function} {self._returned()}."))

    def _returned(self) -> str:
        if self.returned is None:
            return "returned None, as a function does that ends without a `return`"
        return "returned something else"

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
            said = _at(self.function, self.raised)
            raise AnswerWrong(Evidence(expected=expected, received=came, said=said))

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
        if isinstance(self.returned, bytes) and self.returned:
            return "return", lane, "", self.returned, ""
        return "return", lane, "", b"", 'b""' if self.returned == b"" else _short(self.returned)


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
    return Evidence(problem=problem, expected=_shown(expected), received=_shown(received))


def _shown(value: object) -> bytes | str:
    return value if isinstance(value, bytes) else written(value)


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
    return Evidence(problem=problem, said=_at(function, error))


def _at(function: str, error: Raised) -> tuple[str, ...]:
    """The line that raised it, of which function if of another; and what is not obvious of it."""
    other = f"{error.where}, " if error.where not in ("", function) else ""
    line = [f"in {other}{error.line}"] if error.line else []
    return *line, *_EXPLAINED.get(error.text, ())


_EXPLAINED = {  # by what one function says, and nothing else does
    "EOF when reading a line": (  # input()
        "input() asks a keyboard, and there is none: what it needs comes as an argument.",
    ),
    "This process already has the maximum number of files open": (  # posix_ipc.MessageQueue()
        "It says files and means bytes: the message queues of one user may hold 819,200 in all,",
        "nine queues of the default size (RLIMIT_MSGQUEUE). Remove old ones, or ask for smaller.",
    ),
}


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
