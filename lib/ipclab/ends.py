"""Ends to give to a subject, and addresses that nobody else uses."""

import contextlib
import io
import random
import socket

from ipclab.connection import Connection
from ipclab.endpoint import Endpoint
from ipclab.stage import current
from ipclab.stream import Address

Handle = socket.socket | io.FileIO


class End:
    """A connected end or a listening socket to give to a subject; then it is the subject's.

    There, a socket is a socket, and an end of a pipe or an open file is a descriptor's number.
    """

    def __init__(self, handle: Handle, whose: Endpoint | None = None) -> None:
        self._handle = handle
        self._whose = whose
        #: Where it listens, or its own name, also once given away; nothing where it has none.
        self.address = _address(handle)

    def hand_over(self, lane: str) -> Handle:
        """The socket or file, for the launcher. The other end now talks to this lane."""
        if self._handle.fileno() < 0:
            raise ValueError("this end was given to another process already")
        if self._whose is not None:
            self._whose.given_to(lane)
        return self._handle


def _address(handle: Handle) -> Address:
    if not isinstance(handle, socket.socket) or handle.family == socket.AF_UNIX:
        return "", 0
    host, port = handle.getsockname()[:2]
    return host, port


def pair(kind: str = "tcp") -> tuple[Connection, End]:
    """Two connected ends: ours, and one to give to a subject. `kind`: "tcp" or "unix".

    >>> with conversation():
    ...     ours, theirs = pair("unix")
    """
    if kind not in ("tcp", "unix"):
        raise ValueError(f'pair: no such kind: {kind!r}; there are "tcp" and "unix"')
    stage = current()
    near, far = socket.socketpair() if kind == "unix" else _tcp_pair()
    ours = Connection(stage, near, "peer", stage.lane("its end"))
    theirs = End(far, ours)
    stage.keep(far)
    return ours, theirs


def _tcp_pair() -> tuple[socket.socket, socket.socket]:
    with listening_socket() as listener:
        near = socket.create_connection(listener.getsockname())
        far, _ = listener.accept()
    return near, far


def passive(kind: str = "tcp", backlog: int = 128) -> End:
    """A listening socket to give to a server, on an address of its own. `kind`: "tcp".

    >>> with conversation():
    ...     passive("tcp").address[0].startswith("127.")
    True
    """
    if kind != "tcp":
        raise ValueError(f'passive: no such kind: {kind!r}; there is "tcp"')
    listener = listening_socket(backlog)
    current().keep(listener)
    return End(listener)


def listening_socket(backlog: int = 128) -> socket.socket:
    """A TCP socket that listens on a random loopback address, on a port of the kernel's choice."""
    listener = socket.socket()
    listener.bind((loopback_address(), 0))
    listener.listen(backlog)
    return listener


def loopback_address() -> str:
    """A random address of 127.0.0.0/8, all of which is this machine (RFC 1122, 3.2.1.3)."""
    chosen = random.SystemRandom()
    return f"127.{chosen.randrange(1, 255)}.{chosen.randrange(256)}.{chosen.randrange(1, 255)}"


def fresh_address() -> Address:
    """An address and port that nobody uses, for a function that is to bind them.

    The port is below those that the kernel hands out by itself, on a loopback address of its own,
    so nobody takes it in between.

    >>> 20000 <= fresh_address()[1] < 32000
    True
    """
    while True:
        address = loopback_address(), random.SystemRandom().randrange(20000, 32000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(address)
            return address
