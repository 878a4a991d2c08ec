"""What POSIX queues and System V mailboxes have in common: whole messages, each with a number."""

from collections import deque
from typing import Self

from ipclab.cards.evidence import Evidence
from ipclab.clock import Ending
from ipclab.objects import NamedObject
from ipclab.stage import Stage

Letter = tuple[bytes, int]  # a message, and its priority or type


class Letters(NamedObject):
    """Sends without ever blocking, and takes out what functions put in.

    What the kernel does not take now, for the queue is full, is sent during later waits.
    """

    number = ""  # what a letter's number is called

    def __init__(self, stage: Stage, name: str, lane: str) -> None:
        super().__init__(stage, name, lane)
        self._outgoing: deque[Letter] = deque()
        self._sent: list[bytes] = []
        self._taken: Letter | None = None

    @property
    def length(self) -> int:
        """How many messages are in it now."""
        raise NotImplementedError

    def _put(self, letter: Letter) -> bool:
        """Send it without waiting. Returns whether there was room."""
        raise NotImplementedError

    def _take(self, number: int) -> Letter | None:
        """The next one, of this number where it chooses by that; None where there is none."""
        raise NotImplementedError

    def pump(self) -> bool:
        """Send what there is room for now."""
        before = len(self._outgoing)
        while self._outgoing and self._put(self._outgoing[0]):
            self._outgoing.popleft()
        return len(self._outgoing) < before

    def until_read(self) -> Self:
        """Wait until functions have taken all out of it, or stand still without."""
        self.stage.check(self.stage.wait(lambda: not self._outgoing and self.length == 0))
        return self

    def expect_silence(self) -> Self:
        """When all functions stand still, or have ended, nothing is in it."""
        self._all_stand_still()
        if (letter := self._take(0)) is not None:
            self._tell(letter)
            raise self._wrong("nothing", letter[0], f"with {self.number} {letter[1]}")
        return self

    def _send(self, letter: Letter) -> None:
        data, number = letter
        self.stage.record("send", "we", self.lane, data, f"{self.number} {number}")
        self._sent.append(data)
        self._outgoing.append(letter)
        self.pump()

    def _expect(self, data: bytes, number: int | None) -> None:
        found, came = self._receive(data, number or 0)
        if found != data:
            raise self._differs(None, data, found, f"with {self.number} {came}")
        if number not in (None, came):
            with_number = (f"{data!r} with {self.number} {each}" for each in (number, came))
            raise self._wrong(*with_number)

    def _receive(self, expected: bytes | str, number: int) -> Letter:
        """Wait for a letter. Raises AnswerWrong where none will come."""

        def came() -> bool:
            self._taken = self._take(number)
            return self._taken is not None

        ending = self.stage.wait(came, self._readable())
        letter, self._taken = self._taken, None
        if letter is None:
            raise self._differs(ending, expected, b"", *self._others())
        self._tell(letter)
        return letter

    def _readable(self) -> list[int]:
        """The descriptor that tells of a letter, where there is one."""
        return []

    def _others(self) -> list[str]:
        return [f"messages of other kinds that it holds: {self.length}"] if self.length else []

    def _tell(self, letter: Letter) -> None:
        data, number = letter
        self.stage.record("send", self.lane, "we", data, f"{self.number} {number}")

    def _differs(
        self, ending: Ending | None, expected: bytes | str, received: bytes, *said: str
    ) -> Exception:
        evidence = Evidence(sent=tuple(self._sent), expected=expected, received=received, said=said)
        return self.stage.trouble("", ending, evidence)
