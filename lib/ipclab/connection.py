"""Our end of a stream: what we send, and what must come back."""

import errno
import os
import select
import socket
from dataclasses import replace
from typing import Protocol, runtime_checkable

from ipclab.cards.evidence import Evidence
from ipclab.cards.transcript import Kind
from ipclab.clock import Ending
from ipclab.errors import AnswerWrong
from ipclab.outside import sockdiag
from ipclab.stage import Stage
from ipclab.stream import Address, Stream

_MORE = 1 << 16  # bytes that are looked at beyond what was expected
_MOST = 1 << 26  # bytes; a stream that goes on for longer has no end


@runtime_checkable
class Wire(Protocol):
    """Something between us and the other end, which may hold back what we send: a link."""

    def holds(self, address: Address) -> bool:
        """Whether nothing that is sent to this address now goes on."""


class Connection:
    """Our end of a connected stream. `send` never blocks; input is read only when asked for."""

    def __init__(self, stage: Stage, sock: socket.socket, name: str, peer: str) -> None:
        self.stage = stage
        self.name = stage.lane(name)
        self.peer = peer
        self._stream = Stream(sock)
        self._sent: list[bytes] = []
        stage.actors.append(self)

    @classmethod
    def to(cls, stage: Stage, address: Address, name: str, peer: str) -> "Connection":
        """Connect to a listening socket. Raises AnswerWrong where nobody lets us in."""
        host, port = address
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        ours = cls(stage, socket.socket(family, socket.SOCK_STREAM), name, peer)
        stage.record("connect", ours.name, peer)
        ours._connect((host, port))
        return ours

    def _connect(self, address: Address) -> None:
        problem = self._stream.connect(address)
        if problem == errno.EINPROGRESS:
            ending = self.stage.wait(self._is_writable)
            if ending is not Ending.READY:
                if ending is Ending.OUT_OF_TIME:  # not the other end asks again: our kernel does
                    ending = Ending.QUIESCENT
                words = f"{self.peer} does not accept the connection."
                raise self._trouble(ending, Evidence(problem=words))
            problem = self._stream.problem()
        if problem:
            words = f"Nobody is listening: connect() says {os.strerror(problem)}."
            raise AnswerWrong(self._evidence(Evidence(problem=words)))

    def _is_writable(self) -> bool:
        poller = select.poll()
        poller.register(self._stream.fileno(), select.POLLOUT)
        return bool(poller.poll(0))

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

    # -- sending ---------------------------------------------------------------------------------

    def send(self, data: bytes) -> "Connection":
        """Send bytes. What the kernel does not take now is sent during later waits."""
        self._tell("send", bytes(data))
        self._sent.append(bytes(data))
        self._stream.outgoing += data
        self._stream.flush()
        return self

    def until_read(self) -> "Connection":
        """Wait until the other end has read every byte that we sent, or stands still without."""
        self.stage.check(self.stage.wait(self._stream.all_read))
        return self

    def expect_read(self) -> "Connection":
        """The other end reads every byte that we sent. Raises AnswerWrong where it never will."""
        ending = self.stage.wait(self._stream.all_read)
        if ending is not Ending.READY or not self._stream.all_read():
            problem = f"{self.peer} does not read all that {self.name} sent."
            raise self._trouble(ending, Evidence(problem=problem))
        return self

    def half_close(self) -> "Connection":
        """Send no more: shutdown(SHUT_WR), once all is sent. We can still receive."""
        self._tell("half_close")
        self._stream.finish()
        return self

    def reset(self) -> None:
        """End the connection with a RST (SO_LINGER 0). Returns when it has arrived."""
        self._tell("reset")
        names = self._stream.names
        self._stream.reset()
        self._leave()
        if names is not None:
            self.stage.wait(lambda: sockdiag.is_gone(names[1], names[0]))

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
        """Tell the transcript what we do; what a link holds back is drawn as not arriving."""
        names = self._stream.names
        wires = (actor for actor in self.stage.actors if isinstance(actor, Wire))
        if names and any(wire.holds(names[1]) for wire in wires):
            self.stage.record("lost", self.name, self.peer, data, "" if data else kind)
        else:
            self.stage.record(kind, self.name, self.peer, data)

    def _leave(self) -> None:
        if self in self.stage.actors:
            self.stage.actors.remove(self)

    # -- receiving -------------------------------------------------------------------------------

    def receive(self, count: int) -> bytes:
        """Exactly `count` bytes. Raises AnswerWrong where fewer will ever come."""
        ending = self._fill(count)
        if len(self._stream.incoming) < count:
            expected = f"{count} bytes"
            raise self._trouble(ending, self._pair(expected, bytes(self._stream.incoming)))
        return self._stream.take(count)

    def expect(self, data: bytes) -> "Connection":
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

    def receive_all(self, most: int = _MOST) -> bytes:
        """Everything up to the end of the stream. Raises AnswerWrong where it does not end."""
        ending = self._fill(most)
        if not self._stream.ended:
            evidence = self._pair("the end of the stream", bytes(self._stream.incoming))
            raise self._trouble(ending, evidence)
        return self._stream.take(len(self._stream.incoming))

    def expect_eof(self) -> "Connection":
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

    def expect_reset(self) -> "Connection":
        """The other end resets the connection."""
        ending = self._fill(_MOST)
        if not self._stream.was_reset:
            came = (
                "the end of the stream"
                if self._stream.ended
                else repr(bytes(self._stream.incoming))
            )
            raise self._trouble(ending, self._pair("a reset", came))
        return self

    def expect_silence(self) -> "Connection":
        """Nothing comes, and the connection stays open, for as long as we say nothing."""
        self.stage.check(self._fill(1, settle=True))
        if self._stream.incoming or self._stream.ended or self._stream.was_reset:
            self._fill_what_is_there()
            came = bytes(self._stream.incoming) or (
                "a reset" if self._stream.was_reset else "the end of the stream"
            )
            raise AnswerWrong(self._evidence(self._pair("nothing yet", came)))
        return self

    def _fill(self, count: int, settle: bool = False) -> Ending:
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

    # -- evidence --------------------------------------------------------------------------------

    def _pair(
        self, expected: bytes | str | None, received: bytes | str | None, problem: str = ""
    ) -> Evidence:
        return Evidence(
            problem=problem, sent=tuple(self._sent), expected=expected, received=received
        )

    def _trouble(self, ending: Ending | None, evidence: Evidence) -> AnswerWrong:
        if self._stream.ended and evidence.received is not None:
            ending, evidence = None, replace(evidence, ending="then the end of the stream")
        elif self._stream.was_reset and evidence.received is not None:
            ending, evidence = None, replace(evidence, ending="then a reset")
        return self.stage.trouble(self.peer, ending, evidence)

    def _evidence(self, evidence: Evidence) -> Evidence:
        return self.stage.trouble(self.peer, None, evidence).evidence

    @property
    def address(self) -> Address:
        """Our own address."""
        names = self._stream.names
        return names[0] if names else ("", 0)

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.stage.over = self.stage.over or kind is not None
        self.close()
