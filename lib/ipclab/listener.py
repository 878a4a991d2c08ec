"""We are the server: the learner's client calls us."""

import os
import socket

from ipclab.cards.evidence import Evidence
from ipclab.clock import Ending
from ipclab.connection import Connection
from ipclab.ends import listening_socket
from ipclab.stage import Stage, current
from ipclab.stream import Address


class Listener:
    """A listening socket of ours. A context manager."""

    def __init__(self, stage: Stage, sock: socket.socket) -> None:
        self.stage = stage
        self.name, self.peer = "server", ""
        self._sock = sock
        self._sock.setblocking(False)
        host, port = sock.getsockname()[:2]
        self.address: Address = (host, port)
        self._inode = os.fstat(sock.fileno()).st_ino
        stage.actors.append(self)

    def accept(self, name: str = "server") -> Connection:
        """The next connection. Raises AnswerWrong where nobody will connect."""
        ending = self.stage.wait(self._acceptable, [self._sock.fileno()])
        if ending is not Ending.READY:
            raise self.stage.trouble("", ending, Evidence(problem="Nobody connects to our server."))
        sock, self._accepted = self._accepted, None
        assert sock is not None
        caller = self.stage.only_subject()
        connection = Connection(self.stage, sock, name, caller)
        self.stage.record("connect", caller, connection.name)
        return connection

    _accepted: socket.socket | None = None

    def _acceptable(self) -> bool:
        try:
            self._accepted = self._sock.accept()[0]
        except BlockingIOError:
            return False
        return True

    def pump(self) -> bool:
        """Nothing to do while others wait: the kernel accepts for us."""
        return False

    def wants(self) -> list[tuple[int, int]]:
        """Nothing: who calls accept() waits for it."""
        return []

    def inodes(self) -> set[int]:
        """The inode of our socket."""
        return {self._inode} if self._sock.fileno() >= 0 else set()

    def close(self) -> None:
        """Stop listening."""
        self._sock.close()
        if self in self.stage.actors:
            self.stage.actors.remove(self)

    def __enter__(self) -> "Listener":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.stage.over = self.stage.over or kind is not None
        self.close()


def listen(kind: str = "tcp", backlog: int = 128) -> Listener:
    """Listen on a fresh address for the learner's client. `kind`: "tcp".

    >>> with listen("tcp") as server:
    ...     server.address[0].startswith("127.")
    True
    """
    if kind != "tcp":
        raise ValueError(f"listen: no such kind: {kind!r}")
    return Listener(current(), listening_socket(backlog))
