"""Our end of a stream: what we send, and what must come back."""

import contextlib
import errno
import fcntl
import os
import random
import select
import socket
import struct
import termios
from collections.abc import Callable
from dataclasses import replace

from ipclab import sockdiag
from ipclab.errors import AnswerWrong
from ipclab.evidence import Evidence
from ipclab.stage import Ending, Stage, current

Address = tuple[str, int]
_AT_ONCE = 1 << 16  # bytes in one recv


class End:
    """A connected end or a listening socket to give to a subject; then it is the subject's."""

    def __init__(self, sock: socket.socket, whose: "Connection | None" = None) -> None:
        self._sock = sock
        self._whose = whose
        name = sock.getsockname()
        self.address: Address = name[:2] if sock.family != socket.AF_UNIX else ("", 0)

    def hand_over(self, lane: str) -> socket.socket:
        """The socket, for the launcher. The other end now talks to this lane."""
        if self._sock.fileno() < 0:
            raise ValueError("this end was given to another process already")
        if self._whose is not None:
            self._whose.given_to(lane)
        return self._sock

    def let_go(self) -> None:
        """Close our copy: while it lives, the subject's close would not be one."""
        self._sock.close()


class Connection:
    """Our end of a connected stream. `send` never blocks; input is read only when asked for."""

    def __init__(self, stage: Stage, sock: socket.socket, name: str, peer: str) -> None:
        self.stage = stage
        self.name = stage.lane(name)
        self.peer = peer
        self._sock = sock
        self._sock.setblocking(False)
        self._outgoing = bytearray()
        self._incoming = bytearray()
        self._sent: list[bytes] = []
        self._finish = self._finished = False  # half-close asked for, and done
        self._eof = self._reset = False
        if sock.family != socket.AF_UNIX:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._inode = os.fstat(sock.fileno()).st_ino
        stage.actors.append(self)

    @classmethod
    def to(cls, stage: Stage, address: Address, name: str, peer: str) -> "Connection":
        """Connect to a listening socket. Raises AnswerWrong where nobody lets us in."""
        host, port = address
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        sock.setblocking(False)
        ours = cls(stage, sock, name, peer)
        stage.record("connect", ours.name, peer)
        ours._connect((host, port))
        return ours

    def _connect(self, address: Address) -> None:
        problem = self._sock.connect_ex(address)
        if problem == errno.EINPROGRESS:
            done = _writable(self._sock)
            ending = self.stage.wait(done)
            if ending is not Ending.READY:
                raise self._trouble(
                    ending, Evidence(problem=f"{self.peer} does not accept the connection.")
                )
            problem = self._sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if problem:
            words = f"Nobody is listening: connect() says {os.strerror(problem)}."
            raise AnswerWrong(self._evidence(Evidence(problem=words)))

    def given_to(self, lane: str) -> None:
        """The other end is now this subject's."""
        self.stage.rename(self.peer, lane)
        self.peer = lane

    # -- what the stage asks ---------------------------------------------------------------------

    def pump(self) -> bool:
        """Send what the kernel takes now."""
        moved = False
        with contextlib.suppress(BlockingIOError):
            while self._outgoing:
                try:
                    count = self._sock.send(self._outgoing)
                except ConnectionError:
                    count = len(self._outgoing)  # nobody will read it; the next receive tells why
                del self._outgoing[:count]
                moved = True
        if self._finish and not self._outgoing and not self._finished:
            self._finished = moved = True
            with contextlib.suppress(OSError):
                self._sock.shutdown(socket.SHUT_WR)
        return moved

    def wants(self) -> list[tuple[int, int]]:
        """Woken when the kernel takes more."""
        return [(self._sock.fileno(), select.POLLOUT)] if self._outgoing else []

    def inodes(self) -> set[int]:
        """The inode of our socket, for as long as it is open."""
        return {self._inode} if self._sock.fileno() >= 0 else set()

    # -- sending ---------------------------------------------------------------------------------

    def send(self, data: bytes) -> "Connection":
        """Send bytes. What the kernel does not take now is sent during later waits."""
        self.stage.record("send", self.name, self.peer, bytes(data))
        self._sent.append(bytes(data))
        self._outgoing += data
        self.pump()
        return self

    def until_read(self) -> "Connection":
        """Wait until the other end has read every byte that we sent, or stands still without."""
        self.stage.check(self.stage.wait(self._all_read))
        return self

    def expect_read(self) -> "Connection":
        """The other end reads every byte that we sent. Raises AnswerWrong where it never will."""
        ending = self.stage.wait(self._all_read)
        if ending is not Ending.READY or not self._all_read():
            problem = f"{self.peer} does not read all that {self.name} sent."
            raise self._trouble(ending, Evidence(problem=problem))
        return self

    def _all_read(self) -> bool:
        if self._outgoing or self._sock.fileno() < 0:
            return not self._outgoing
        if self._sock.family == socket.AF_UNIX:
            return _unread_unix(self._sock) == 0
        names = self._names()
        if names is None:
            return True  # the connection is gone: nobody will read
        try:
            return not sockdiag.unread_by_peer(*names)
        except sockdiag.Unavailable:
            return False

    def half_close(self) -> "Connection":
        """Send no more: shutdown(SHUT_WR), once all is sent. We can still receive."""
        self.stage.record("half_close", self.name, self.peer)
        self._finish = True
        self.pump()
        return self

    def reset(self) -> None:
        """End the connection with a RST (SO_LINGER 0). Returns when it has arrived."""
        self.stage.record("reset", self.name, self.peer)
        names = self._names()
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._outgoing.clear()
        self._drop()
        if names is not None:
            self.stage.wait(lambda: _gone(*names))

    def _names(self) -> tuple[Address, Address] | None:
        """Our address and the other end's; None once the connection is gone, and for UNIX."""
        if self._sock.family == socket.AF_UNIX:
            return None
        with contextlib.suppress(OSError):
            ends = self._sock.getsockname()[:2], self._sock.getpeername()[:2]
            return _plain(ends[0]), _plain(ends[1])
        return None

    def close(self) -> None:
        """Close our end. What was still to be sent and can be, is sent first."""
        if self._sock.fileno() < 0:
            return
        if self._outgoing:
            self.stage.wait(lambda: not self._outgoing)
        if not (self._eof and self._finished):
            self.stage.record("close", self.name, self.peer)
        self._drop()

    def _drop(self) -> None:
        self._sock.close()
        if self in self.stage.actors:
            self.stage.actors.remove(self)

    # -- receiving -------------------------------------------------------------------------------

    def receive(self, count: int) -> bytes:
        """Exactly `count` bytes. Raises AnswerWrong where fewer will ever come."""
        ending = self._fill(count)
        if len(self._incoming) < count:
            expected = f"{count} bytes"
            raise self._trouble(ending, self._pair(expected, bytes(self._incoming)))
        return self._take(count)

    def expect(self, data: bytes) -> "Connection":
        """Exactly these bytes come next."""
        ending = self._fill(len(data))
        received = bytes(self._incoming[: len(data)])
        if received != data:
            self._fill_what_is_there()
            received = bytes(self._incoming)
            short = len(received) < len(data) and data.startswith(received)
            raise self._trouble(
                ending if short or ending is not Ending.READY else None, self._pair(data, received)
            )
        self._take(len(data))
        return self

    def receive_all(self, most: int = 1 << 26) -> bytes:
        """Everything up to the end of the stream. Raises AnswerWrong where it does not end."""
        ending = self._fill(most)
        if not self._eof:
            evidence = self._pair("the end of the stream", bytes(self._incoming))
            raise self._trouble(ending, evidence)
        return self._take(len(self._incoming))

    def expect_eof(self) -> "Connection":
        """Nothing more comes, and the other end says so: the end of the stream."""
        ending = self._fill(1)
        if self._incoming or not self._eof:
            self._fill_what_is_there()
            received = bytes(self._incoming) if self._incoming else None
            problem = "" if received else self._why_no_eof()
            pair = self._pair("the end of the stream" if received else None, received, problem)
            raise self._trouble(None if received or self._reset else ending, pair)
        return self

    def _why_no_eof(self) -> str:
        if self._reset:
            return f"{self.peer} closed with bytes unread, so the connection was reset, not ended."
        return f"{self.peer} leaves the connection open: {self.name} waits for its end."

    def expect_reset(self) -> "Connection":
        """The other end resets the connection."""
        ending = self._fill(1 << 26)
        if not self._reset:
            came = "the end of the stream" if self._eof else repr(bytes(self._incoming))
            raise self._trouble(ending, self._pair("a reset", came))
        return self

    def expect_silence(self) -> "Connection":
        """Nothing comes, and the connection stays open, for as long as we say nothing."""
        self.stage.check(self._fill(1, settle=True))
        if self._incoming or self._eof or self._reset:
            self._fill_what_is_there()
            came = bytes(self._incoming) or ("a reset" if self._reset else "the end of the stream")
            raise AnswerWrong(self._evidence(self._pair("nothing yet", came)))
        return self

    def _fill(self, count: int, settle: bool = False) -> Ending:
        """Wait until so many bytes are here, or no more will come."""

        def enough() -> bool:
            self._read(count)
            return len(self._incoming) >= count or self._eof or self._reset

        return self.stage.wait(enough, [self._sock.fileno()], settle)

    def _fill_what_is_there(self) -> None:
        self._fill(len(self._incoming) + _AT_ONCE)

    def _read(self, count: int) -> None:
        while len(self._incoming) < count and not (self._eof or self._reset):
            try:
                data = self._sock.recv(min(_AT_ONCE, count - len(self._incoming)))
            except BlockingIOError:
                return
            except ConnectionError:
                self._reset = True
                self.stage.record("reset", self.peer, self.name)
                return
            self._note(data)

    def _note(self, data: bytes) -> None:
        self._incoming += data
        self._acknowledge()
        if data:
            self.stage.record("send", self.peer, self.name, data, "arrived")
        else:
            self._eof = True
            self.stage.record("close", self.peer, self.name)

    def _acknowledge(self) -> None:
        """At once: Nagle's algorithm at the other end may wait 40 ms for it (tcp(7))."""
        if self._sock.family != socket.AF_UNIX:
            self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def _take(self, count: int) -> bytes:
        data = bytes(self._incoming[:count])
        del self._incoming[:count]
        return data

    # -- evidence --------------------------------------------------------------------------------

    def _pair(
        self, expected: bytes | str | None, received: bytes | str | None, problem: str = ""
    ) -> Evidence:
        return Evidence(
            problem=problem, sent=tuple(self._sent), expected=expected, received=received
        )

    def _trouble(self, ending: Ending | None, evidence: Evidence) -> AnswerWrong:
        if self._eof and evidence.received is not None:
            ending, evidence = None, _with_ending(evidence, "then the end of the stream")
        elif self._reset and evidence.received is not None:
            ending, evidence = None, _with_ending(evidence, "then a reset")
        return self.stage.trouble(self.peer, ending, evidence)

    def _evidence(self, evidence: Evidence) -> Evidence:
        return self.stage.trouble(self.peer, None, evidence).evidence

    @property
    def address(self) -> Address:
        """Our own address."""
        host, port = self._sock.getsockname()[:2]
        return host, port

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.stage.over = self.stage.over or kind is not None
        self.close()


def pair(kind: str = "tcp") -> tuple[Connection, End]:
    """Two connected ends: ours, and one to give to a subject. `kind`: "tcp" or "unix".

    >>> ours, theirs = pair("unix")
    """
    stage = current()
    near, far = socket.socketpair() if kind == "unix" else _tcp_pair()
    ours = Connection(stage, near, "peer", stage.lane("its end"))
    return ours, End(far, ours)


def _tcp_pair() -> tuple[socket.socket, socket.socket]:
    with listening_socket() as listener:
        near = socket.create_connection(listener.getsockname())
        far, _ = listener.accept()
    return near, far


def passive(kind: str = "tcp", backlog: int = 128) -> End:
    """A listening socket to give to a server, on an address of its own (`.address`).

    >>> passive("tcp").address[0].startswith("127.")
    True
    """
    return End(listening_socket(backlog))


def listening_socket(backlog: int = 128) -> socket.socket:
    """A TCP socket that listens on a random loopback address, on a port of the kernel's choice."""
    listener = socket.socket()
    listener.bind((loopback_address(), 0))
    listener.listen(backlog)
    return listener


def loopback_address() -> str:
    """A random address of 127.0.0.0/8, all of which is this machine (RFC 5735)."""
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


def _writable(sock: socket.socket) -> Callable[[], bool]:
    poller = select.poll()
    poller.register(sock, select.POLLOUT)
    return lambda: bool(poller.poll(0))


def _unread_unix(sock: socket.socket) -> int:
    """Bytes that the other end of a UNIX socket has not read (SIOCOUTQ, unix(7))."""
    count: int = struct.unpack("i", fcntl.ioctl(sock, termios.TIOCOUTQ, b"\0\0\0\0"))[0]
    return count


def _gone(ours: Address, theirs: Address) -> bool:
    names = {(s.local, s.remote) for s in sockdiag.tcp_sockets()}
    return (theirs, ours) not in names


def _plain(address: Address) -> Address:
    host, port = address
    return host.removeprefix("::ffff:"), port


def _with_ending(evidence: Evidence, ending: str) -> Evidence:
    return replace(evidence, ending=ending)
