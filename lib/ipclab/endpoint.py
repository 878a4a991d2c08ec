"""Our end of a stream of bytes: what we send, and what must come back."""

import select
from dataclasses import replace
from typing import Self

from ipclab.cards.evidence import Evidence
from ipclab.cards.transcript import Kind
from ipclab.clock import Ending
from ipclab.errors import AnswerWrong
from ipclab.outside.quiescence import Cycles
from ipclab.stage import Stage
from ipclab.stream import Stream

_MORE = 1 << 16  # bytes that are looked at beyond what was expected
MOST = 1 << 26  # bytes; a stream that goes on for longer has no end


class Endpoint:
    """One of our ends, on the stage of a case. On leaving its block, it is closed."""

    def __init__(self, stage: Stage, stream: Stream, name: str, peer: str) -> None:
        self.stage = stage
        self.name = stage.lane(name)
        self.peer = peer
        self._stream = stream
        self._sent: list[bytes] = []
        stage.actors.append(self)

    def given_to(self, lane: str) -> None:
        """The other end is now this subject's."""
        self.stage.rename(self.peer, lane)
        self.peer = lane

    # -- what the stage asks ---------------------------------------------------------------------

    def pump(self) -> bool:
        """Send what the kernel takes now."""
        return self._stream.flush()

    def wants(self) -> list[tuple[int, int]]:
        """Woken when the kernel takes more."""
        return [(self._stream.fileno(), select.POLLOUT)] if self._stream.outgoing else []

    def inodes(self) -> set[int]:
        """The inode of our socket, for as long as it is open."""
        return self._stream.inodes

    # -- the end ---------------------------------------------------------------------------------

    def close(self) -> None:
        """Close our end. What was still to be sent and can be, is sent first."""
        stream = self._stream
        if stream.fileno() < 0:
            return
        if stream.outgoing:
            self.stage.wait(lambda: not stream.outgoing)
        if not (stream.ended and stream.finished):
            self._tell("close")
        stream.close()
        self._leave()

    def _tell(self, kind: Kind, data: bytes = b"") -> None:
        """Tell the transcript what we do."""
        self.stage.record(kind, self.name, self.peer, data)

    def _leave(self) -> None:
        if self in self.stage.actors:
            self.stage.actors.remove(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.stage.over = self.stage.over or kind is not None
        self.close()

    # -- evidence --------------------------------------------------------------------------------

    def _pair(
        self, expected: bytes | str | None, received: bytes | str | None, problem: str = ""
    ) -> Evidence:
        return Evidence(problem=problem, sent=self._said(), expected=expected, received=received)

    def _said(self) -> tuple[bytes, ...]:
        """What the other end was sent, for the card."""
        return tuple(self._sent)

    def _trouble(self, ending: Ending | None, evidence: Evidence) -> AnswerWrong:
        if self._stream.ended and evidence.received is not None:
            ending, evidence = None, replace(evidence, ending="then the end of the stream")
        elif self._stream.was_reset and evidence.received is not None:
            ending, evidence = None, replace(evidence, ending="then a reset")
        return self.stage.trouble(self.peer, ending, evidence)

    def _evidence(self, evidence: Evidence) -> Evidence:
        return self.stage.trouble(self.peer, None, evidence).evidence


class Sender(Endpoint):
    """An end that sends. `send` never blocks: what the kernel does not take is sent later."""

    def send(self, data: bytes) -> Self:
        """Send bytes. What the kernel does not take now is sent during later waits."""
        self._tell("send", bytes(data))
        self._sent.append(bytes(data))
        self._stream.outgoing += data
        self._stream.flush()
        return self

    def until_read(self) -> Self:
        """Wait until the other end has read every byte that we sent, or stands still without."""
        self.stage.check(self.stage.wait(self._stream.all_read))
        return self

    def expect_read(self) -> Self:
        """The other end reads every byte that we sent. Raises AnswerWrong where it never will."""
        ending = self.stage.wait(self._stream.all_read)
        if ending is not Ending.READY or not self._stream.all_read():
            problem = f"{self.peer} does not read all that {self.name} sent."
            raise self._trouble(ending, Evidence(problem=problem))
        return self


class Receiver(Endpoint):
    """An end that receives. Input is read only when a case asks for it."""

    def receive(self, count: int) -> bytes:
        """Exactly `count` bytes. Raises AnswerWrong where fewer will ever come."""
        ending = self._fill(count)
        if len(self._stream.incoming) < count:
            expected = f"{count} bytes"
            raise self._trouble(ending, self._pair(expected, bytes(self._stream.incoming)))
        return self._stream.take(count)

    def expect(self, data: bytes) -> Self:
        """Exactly these bytes come next."""
        ending = self._fill(len(data))
        received = bytes(self._stream.incoming[: len(data)])
        if received != data:
            self._fill_what_is_there()
            received = bytes(self._stream.incoming)
            short = len(received) < len(data) and data.startswith(received)
            raise self._trouble(
                ending if short or ending is not Ending.READY else None, self._pair(data, received)
            )
        self._stream.take(len(data))
        return self

    def receive_all(self, most: int = MOST) -> bytes:
        """Everything up to the end of the stream. Raises AnswerWrong where it does not end."""
        ending = self._fill(most)
        if not self._stream.ended:
            evidence = self._pair("the end of the stream", bytes(self._stream.incoming))
            raise self._trouble(ending, evidence)
        return self._stream.take(len(self._stream.incoming))

    def expect_eof(self) -> Self:
        """Nothing more comes, and the other end says so: the end of the stream."""
        ending = self._fill(1)
        if self._stream.incoming or not self._stream.ended:
            self._fill_what_is_there()
            received = bytes(self._stream.incoming) if self._stream.incoming else None
            problem = "" if received else self._why_no_eof()
            pair = self._pair("the end of the stream" if received else None, received, problem)
            raise self._trouble(None if received or self._stream.was_reset else ending, pair)
        return self

    def _why_no_eof(self) -> str:
        if self._stream.was_reset:
            return f"{self.peer} closed with bytes unread, so the connection was reset, not ended."
        return f"{self.peer} leaves the connection open: {self.name} waits for its end."

    def expect_silence(self) -> Self:
        """Nothing comes, and the connection stays open, for as long as we say nothing."""
        self.stage.check(self._fill(1, Cycles()))
        if self._stream.incoming or self._stream.ended or self._stream.was_reset:
            self._fill_what_is_there()
            came = bytes(self._stream.incoming) or (
                "a reset" if self._stream.was_reset else "the end of the stream"
            )
            raise AnswerWrong(self._evidence(self._pair("nothing yet", came)))
        return self

    def _fill(self, count: int, settle: Cycles | None = None) -> Ending:
        """Wait until so many bytes are here, or no more will come."""

        def enough() -> bool:
            self._read(count)
            return len(self._stream.incoming) >= count or self._stream.is_over()

        return self.stage.wait(enough, [self._stream.fileno()], settle)

    def _fill_what_is_there(self) -> None:
        self._fill(len(self._stream.incoming) + _MORE)

    def _read(self, count: int) -> None:
        """Take in what is there, and tell the transcript."""
        stream = self._stream
        if stream.is_over():
            return
        if data := stream.read(count):
            self.stage.record("send", self.peer, self.name, data, "arrived")
        if stream.is_over():
            self.stage.record("reset" if stream.was_reset else "close", self.peer, self.name)
