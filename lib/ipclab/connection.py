"""Our end of a connection, over a socket."""

import errno
import os
import select
import socket
from typing import Protocol, Self, runtime_checkable

from ipclab.cards.evidence import Evidence
from ipclab.cards.transcript import Kind
from ipclab.clock import Ending
from ipclab.endpoint import MOST, Receiver, Sender
from ipclab.errors import AnswerWrong
from ipclab.outside import sockdiag
from ipclab.stage import Stage
from ipclab.stream import Address, SocketStream


@runtime_checkable
class Wire(Protocol):
    """Something between us and the other end, which may hold back what we send: a link."""

    def holds(self, address: Address) -> bool:
        """Whether nothing that is sent to this address now goes on."""


class Connection(Sender, Receiver):
    """Our end of a connected socket."""

    _stream: SocketStream

    def __init__(self, stage: Stage, sock: socket.socket, name: str, peer: str) -> None:
        super().__init__(stage, SocketStream(sock), name, peer)

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

    def half_close(self) -> Self:
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

    def expect_reset(self) -> Self:
        """The other end resets the connection."""
        ending = self._fill(MOST)
        if not self._stream.was_reset:
            came = (
                "the end of the stream"
                if self._stream.ended
                else repr(bytes(self._stream.incoming))
            )
            raise self._trouble(ending, self._pair("a reset", came))
        return self

    def _tell(self, kind: Kind, data: bytes = b"") -> None:
        """Tell the transcript what we do; what a link holds back is drawn as not arriving."""
        names = self._stream.names
        wires = (actor for actor in self.stage.actors if isinstance(actor, Wire))
        if names and any(wire.holds(names[1]) for wire in wires):
            self.stage.record("lost", self.name, self.peer, data, "" if data else kind)
        else:
            super()._tell(kind, data)

    @property
    def address(self) -> Address:
        """Our own address."""
        names = self._stream.names
        return names[0] if names else ("", 0)
