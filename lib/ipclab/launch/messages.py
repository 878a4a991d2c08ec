"""Messages on a stream socket: plain data, with the descriptors that belong to it.

Each is a length, a number of descriptors and the bytes of codec.py; the descriptors travel beside
them by SCM_RIGHTS (unix(7)).
"""

import array
import socket
import struct

from ipclab.launch import codec

_HEADER = struct.Struct("!IH")  # bytes that follow, descriptors that come along


def send(sock: socket.socket, value: object) -> None:
    """Send one message. Raises Unencodable, or OSError where the other end is gone."""
    data, descriptors = codec.encode(value)
    send_bytes(sock, data, descriptors)


def send_bytes(sock: socket.socket, data: bytes, descriptors: list[int]) -> None:
    """Send one message that is encoded already."""
    view = memoryview(_HEADER.pack(len(data), len(descriptors)) + data)
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))]
    sent = sock.sendmsg([view], rights if descriptors else [])
    while sent < len(view):
        sent += sock.send(view[sent:])


def receive(sock: socket.socket) -> object:
    """Receive one message from a blocking socket. Raises EOFError, or MalformedMessage."""
    inbox = Inbox(sock)
    while True:
        message = inbox.take()
        if message is not NOTHING:
            return message
        if inbox.ended:
            raise EOFError("the other end closed")
        inbox.fill(exactly=True)


NOTHING = object()


class Inbox:
    """Collects messages that arrive on a stream socket, in whatever pieces they come."""

    def __init__(self, sock: socket.socket, only_sockets: bool = False) -> None:
        self.sock = sock
        self.only_sockets = only_sockets  # of descriptors, take no other kind
        self.ended = False
        self.sender = 0  # process id, as the kernel translates it for us (SCM_CREDENTIALS)
        self._data = bytearray()
        self._descriptors: list[int] = []

    def fill(self, exactly: bool = False) -> bool:
        """Read once. Returns whether anything came; sets `ended` at the end of the stream."""
        space = self._missing() if exactly else 1 << 18
        wait = 0 if exactly else socket.MSG_DONTWAIT  # an interrupt may have left it blocking
        try:
            data, control, _, _ = self.sock.recvmsg(
                space,
                socket.CMSG_SPACE(codec.MOST_DESCRIPTORS * 4) + socket.CMSG_SPACE(12),
                wait | socket.MSG_CMSG_CLOEXEC,  # as Python's own: no program inherits them
            )
        except BlockingIOError:
            return False
        except ConnectionError:
            data, control = b"", []
        self._note_control(control)
        self._data += data
        self.ended = not data
        return bool(data)

    def _missing(self) -> int:
        if len(self._data) < _HEADER.size:
            return _HEADER.size - len(self._data)
        return _HEADER.size + self._length() - len(self._data)

    def _length(self) -> int:
        length: int = _HEADER.unpack_from(self._data)[0]
        if length > codec.LONGEST_MESSAGE:
            raise codec.MalformedMessage(
                f"a message of {length} bytes: more than {codec.LONGEST_MESSAGE}"
            )
        return length

    def _note_control(self, control: list[tuple[int, int, bytes]]) -> None:
        for level, kind, data in control:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                whole = len(data) - len(data) % 4
                self._descriptors += array.array("i", data[:whole])
            elif (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
                self.sender = struct.unpack("iII", data[:12])[0]
        if len(self._descriptors) > 2 * codec.MOST_DESCRIPTORS:
            raise codec.MalformedMessage(f"{len(self._descriptors)} descriptors of no message")

    def close(self) -> None:
        """Close the socket, and descriptors that came for a message that never came whole."""
        self.sock.close()
        for fd in self._descriptors:
            codec.close(fd)
        self._descriptors.clear()

    def take(self) -> object:
        """Return the next whole message, or NOTHING when none is complete yet."""
        end = _HEADER.size + (self._length() if len(self._data) >= _HEADER.size else 0)
        if len(self._data) < end or not self._data:
            if self.ended and self._data:
                raise codec.MalformedMessage("cut short")
            return NOTHING
        count = _HEADER.unpack_from(self._data)[1]
        data, descriptors = bytes(self._data[_HEADER.size : end]), self._descriptors[:count]
        del self._data[:end], self._descriptors[:count]
        return codec.decode(data, descriptors, self.only_sockets)
