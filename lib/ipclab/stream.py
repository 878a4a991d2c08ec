"""Our end of a stream, which never blocks: what it sends is held until the kernel takes it."""

import contextlib
import fcntl
import os
import select
import socket
import struct
import termios

from ipclab.outside import sockdiag

Address = tuple[str, int]
_AT_ONCE = 1 << 16  # bytes in one read


class Stream:
    """The bytes of a connection: going out, come in. Below it, a socket or one end of a pipe."""

    def __init__(self, fd: int) -> None:
        self._inode = os.fstat(fd).st_ino
        self._finish = False  # a half-close was asked for
        self.outgoing = bytearray()
        self.incoming = bytearray()
        self.finished = self.ended = self.was_reset = False

    # -- what differs ----------------------------------------------------------------------------

    def fileno(self) -> int:
        """The descriptor; negative once closed."""
        raise NotImplementedError

    def _write(self) -> int:
        """Give the kernel what goes out. Returns how much it took, or will never take."""
        raise NotImplementedError

    def _read(self, most: int) -> bytes:
        """Some bytes; none at the end."""
        raise NotImplementedError

    def unread(self) -> int:
        """Bytes that the other end has not read."""
        raise NotImplementedError

    def _shut(self) -> None:
        """Tell the other end that no more will come."""
        raise NotImplementedError

    def close(self) -> None:
        """Close our end."""
        raise NotImplementedError

    @property
    def inodes(self) -> set[int]:
        """The socket's inode, for as long as it is open; a pipe has nothing on the way."""
        return set()

    @property
    def names(self) -> tuple[Address, Address] | None:
        """Our address and the other end's, where there are any."""
        return None

    # -- going out -------------------------------------------------------------------------------

    def flush(self) -> bool:
        """Send what the kernel takes now. Returns whether it took anything."""
        moved = False
        with contextlib.suppress(BlockingIOError):
            while self.outgoing:
                del self.outgoing[: self._write()]
                moved = True
        if self._finish and not self.outgoing and not self.finished:
            self.finished = moved = True
            self._shut()
        return moved

    def finish(self) -> None:
        """Send no more, once all is sent."""
        self._finish = True
        self.flush()

    def all_read(self) -> bool:
        """Whether the other end has read every byte that was sent, or nobody ever will."""
        if self.outgoing or self.fileno() < 0:
            return not self.outgoing
        return self.unread() == 0

    # -- come in ---------------------------------------------------------------------------------

    def read(self, count: int) -> bytes:
        """Take in what is there, until so many bytes are here. Returns what came."""
        before = len(self.incoming)
        with contextlib.suppress(BlockingIOError):
            while len(self.incoming) < count and not self.is_over():
                self._take_in(min(_AT_ONCE, count - len(self.incoming)))
        return bytes(self.incoming[before:])

    def _take_in(self, most: int) -> None:
        try:
            data = self._read(most)
        except ConnectionError:
            self.was_reset = True
            return
        self.incoming += data
        self.ended = not data

    def is_over(self) -> bool:
        """Whether no more bytes can come."""
        return self.ended or self.was_reset

    def take(self, count: int) -> bytes:
        """Remove and return the first bytes that came in."""
        data = bytes(self.incoming[:count])
        del self.incoming[:count]
        return data


class SocketStream(Stream):
    """A connected socket."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock.fileno())
        self._sock = sock
        self._sock.setblocking(False)
        self._is_tcp = sock.family != socket.AF_UNIX
        if self._is_tcp:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def fileno(self) -> int:
        return self._sock.fileno()

    @property
    def inodes(self) -> set[int]:
        return {self._inode} if self.fileno() >= 0 else set()

    @property
    def names(self) -> tuple[Address, Address] | None:
        if not self._is_tcp:
            return None
        with contextlib.suppress(OSError):
            ends = self._sock.getsockname()[:2], self._sock.getpeername()[:2]
            return plain_address(ends[0]), plain_address(ends[1])
        return None

    def connect(self, address: Address) -> int:
        """Begin to connect, as connect_ex does: 0, EINPROGRESS, or what is wrong."""
        return self._sock.connect_ex(address)

    def problem(self) -> int:
        """What became of a connect that was in progress: 0 if it is connected (SO_ERROR)."""
        return self._sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)

    def _write(self) -> int:
        try:
            return self._sock.send(self.outgoing)
        except ConnectionError:
            return len(self.outgoing)  # nobody will read it; the next receive tells why

    def _read(self, most: int) -> bytes:
        data = self._sock.recv(most)
        if self._is_tcp:  # acknowledge at once: Nagle's algorithm may wait 40 ms for it (tcp(7))
            self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return data

    def unread(self) -> int:
        if not self._is_tcp:
            return _count(self._sock.fileno(), termios.TIOCOUTQ)  # SIOCOUTQ, unix(7)
        names = self.names
        if names is None:
            return 0
        try:
            return sockdiag.unread_by_peer(*names) or 0
        except sockdiag.Unavailable:
            return 1  # nobody knows, so a deadline decides

    def _shut(self) -> None:
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        self._sock.close()

    def reset(self) -> None:
        """End the connection with a RST (SO_LINGER 0, socket(7))."""
        reset(self._sock)
        self.outgoing.clear()


class PipeStream(Stream):
    """One end of a pipe: bytes go out, or they come in (pipe(7)).

    Where the other end is gone, what we write goes nowhere, and `was_reset` says so.
    """

    def __init__(self, fd: int) -> None:
        super().__init__(fd)
        self._fd = fd
        os.set_blocking(fd, False)
        self.writes = fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY

    def fileno(self) -> int:
        return self._fd

    def _write(self) -> int:
        try:
            return os.write(self._fd, self.outgoing)
        except BrokenPipeError:
            self.was_reset = True
            return len(self.outgoing)

    def _read(self, most: int) -> bytes:
        return os.read(self._fd, most)

    def unread(self) -> int:
        """Bytes in the pipe that nobody has read, and somebody may (FIONREAD, pipe(7))."""
        return 0 if self.is_broken() else _count(self._fd, termios.FIONREAD)

    def is_broken(self) -> bool:
        """Whether nobody has the other end open any more."""
        poller = select.poll()
        poller.register(self._fd, 0)
        return any(events & select.POLLERR for _, events in poller.poll(0))

    def _shut(self) -> None:
        self.close()

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def reset(sock: socket.socket) -> None:
    """Close a socket so that its other end gets a RST; one that is closed already stays so."""
    if sock.fileno() >= 0:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()


def plain_address(address: Address) -> Address:
    """An IPv4 address that came in the clothes of IPv6, as IPv4."""
    host, port = address
    return host.removeprefix("::ffff:"), port


def _count(fd: int, request: int) -> int:
    count: int = struct.unpack("i", fcntl.ioctl(fd, request, b"\0\0\0\0"))[0]
    return count
