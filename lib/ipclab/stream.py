"""A connected socket of ours that never blocks: what it sends is held until the kernel takes it."""

import contextlib
import fcntl
import os
import socket
import struct
import termios

from ipclab.outside import sockdiag

Address = tuple[str, int]
_AT_ONCE = 1 << 16  # bytes in one recv


class Stream:
    """The bytes of a connection: going out, come in. Knows what the other end has read."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._sock.setblocking(False)
        self._is_tcp = sock.family != socket.AF_UNIX
        self._finish = False  # a half-close was asked for
        self._inode = os.fstat(sock.fileno()).st_ino
        self.outgoing = bytearray()
        self.incoming = bytearray()
        self.finished = self.ended = self.was_reset = False
        if self._is_tcp:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def fileno(self) -> int:
        """The descriptor; negative once closed."""
        return self._sock.fileno()

    @property
    def inodes(self) -> set[int]:
        """The socket's inode, for as long as it is open."""
        return {self._inode} if self.fileno() >= 0 else set()

    @property
    def names(self) -> tuple[Address, Address] | None:
        """Our address and the other end's; None once the connection is gone, and for UNIX."""
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

    def flush(self) -> bool:
        """Send what the kernel takes now. Returns whether it took anything."""
        moved = False
        with contextlib.suppress(BlockingIOError):
            while self.outgoing:
                del self.outgoing[: self._send()]
                moved = True
        if self._finish and not self.outgoing and not self.finished:
            self.finished = moved = True
            with contextlib.suppress(OSError):
                self._sock.shutdown(socket.SHUT_WR)
        return moved

    def _send(self) -> int:
        try:
            return self._sock.send(self.outgoing)
        except ConnectionError:
            return len(self.outgoing)  # nobody will read it; the next receive tells why

    def finish(self) -> None:
        """Send no more: shutdown(SHUT_WR), once all is sent."""
        self._finish = True
        self.flush()

    def read(self, count: int) -> bytes:
        """Take in what is there, until so many bytes are here. Returns what came."""
        before = len(self.incoming)
        with contextlib.suppress(BlockingIOError):
            while len(self.incoming) < count and not self.is_over():
                self._receive(min(_AT_ONCE, count - len(self.incoming)))
        return bytes(self.incoming[before:])

    def _receive(self, most: int) -> None:
        try:
            data = self._sock.recv(most)
        except ConnectionError:
            self.was_reset = True
            return
        self.incoming += data
        self.ended = not data
        if self._is_tcp:  # acknowledge at once: Nagle's algorithm may wait 40 ms for it (tcp(7))
            self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def is_over(self) -> bool:
        """Whether no more bytes can come."""
        return self.ended or self.was_reset

    def take(self, count: int) -> bytes:
        """Remove and return the first bytes that came in."""
        data = bytes(self.incoming[:count])
        del self.incoming[:count]
        return data

    def all_read(self) -> bool:
        """Whether the other end has read every byte that was sent, or nobody ever will."""
        if self.outgoing or self.fileno() < 0:
            return not self.outgoing
        if not self._is_tcp:
            return _unread_unix(self._sock) == 0
        names = self.names
        if names is None:
            return True
        try:
            return not sockdiag.unread_by_peer(*names)
        except sockdiag.Unavailable:
            return False

    def close(self) -> None:
        """Close the socket."""
        self._sock.close()

    def reset(self) -> None:
        """End the connection with a RST (SO_LINGER 0, socket(7))."""
        reset(self._sock)
        self.outgoing.clear()


def reset(sock: socket.socket) -> None:
    """Close a socket so that its other end gets a RST; one that is closed already stays so."""
    if sock.fileno() >= 0:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()


def plain_address(address: Address) -> Address:
    """An IPv4 address that came in the clothes of IPv6, as IPv4."""
    host, port = address
    return host.removeprefix("::ffff:"), port


def _unread_unix(sock: socket.socket) -> int:
    """Bytes that the other end of a UNIX socket has not read (SIOCOUTQ, unix(7))."""
    count: int = struct.unpack("i", fcntl.ioctl(sock, termios.TIOCOUTQ, b"\0\0\0\0"))[0]
    return count
