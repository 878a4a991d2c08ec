"""Plain data across a socket: what a subject may send back, and what it may not.

A value that comes back from student code is data, never a pickle: numbers, text, bytes, containers
of these, and sockets or other descriptors, which travel beside the bytes by SCM_RIGHTS (unix(7)).
Whatever else a function returns arrives as an `Opaque`: its type and its repr, as text.
"""

import array
import os
import socket
import stat
import struct
from collections.abc import Callable
from dataclasses import dataclass

import msgpack

LONGEST_MESSAGE = 64 * 1024 * 1024  # bytes; a longer one is refused before it is read
DEEPEST_NESTING = 64
MOST_DESCRIPTORS = 250  # the kernel takes at most SCM_MAX_FD = 253 in one message
LONGEST_REPR = 2000  # characters

_BIG_INT, _TUPLE, _SET, _BYTEARRAY, _DESCRIPTOR, _OPAQUE = range(1, 7)
_HEADER = struct.Struct("!IH")  # bytes that follow, descriptors that come along
_Pack = Callable[[object], bytes]


class MalformedMessage(ValueError):
    """What arrived is not a message of ours: cut short, too long, too deep, or nonsense."""


@dataclass(frozen=True)
class Opaque:
    """A value that is not plain data: only its type's name and its repr travel."""

    type_name: str
    text: str

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Descriptor:
    """A descriptor that travels beside the bytes; it arrives as a socket, or as its number."""

    fd: int


def encode(value: object) -> tuple[bytes, list[int]]:
    """Turn plain data into bytes and the descriptors that go with them.

    >>> encode((1, b"two"))[1]
    []
    """
    descriptors: list[int] = []

    def default(item: object) -> object:
        return _extension(item, descriptors, pack)

    def pack(item: object) -> bytes:
        packed: bytes = msgpack.packb(
            item, default=default, strict_types=True, unicode_errors="surrogatepass"
        )
        return packed

    try:
        return pack(value), descriptors
    except (ValueError, RecursionError, OverflowError):  # too deep, or it contains itself
        return pack(_opaque(value)), []


def _extension(item: object, descriptors: list[int], pack: _Pack) -> object:
    match item:
        case tuple():
            return msgpack.ExtType(_TUPLE, pack(list(item)))
        case set() | frozenset():
            return msgpack.ExtType(_SET, pack(list(item)))
        case bytearray() | memoryview():
            return msgpack.ExtType(_BYTEARRAY, pack(bytes(item)))
        case bool():
            return bool(item)
        case int():
            small = -(2**63) <= item < 2**64
            return int(item) if small and type(item) is not int else _big(item, pack)
        case str():
            return str.__str__(item)
        case bytes():
            return bytes(item)
        case float():
            return float(item)
        case list():
            return list(item)
        case dict():
            return dict(item)
        case Descriptor(fd):
            return _descriptor(fd, descriptors, pack)
        case socket.socket() if item.fileno() >= 0:
            return _descriptor(item.fileno(), descriptors, pack)
    return msgpack.ExtType(_OPAQUE, pack([type(item).__name__, _safe_repr(item)]))


def _big(number: int, pack: _Pack) -> msgpack.ExtType:
    return msgpack.ExtType(_BIG_INT, pack(hex(number)))


def _descriptor(fd: int, descriptors: list[int], pack: _Pack) -> msgpack.ExtType:
    descriptors.append(fd)
    return msgpack.ExtType(_DESCRIPTOR, pack(len(descriptors) - 1))


def _opaque(value: object) -> msgpack.ExtType:
    packed = msgpack.packb([type(value).__name__, _safe_repr(value)])
    return msgpack.ExtType(_OPAQUE, packed)


def _safe_repr(value: object) -> str:
    try:
        text = repr(value)
    except Exception as error:  # a student's __repr__ may raise anything
        text = f"<{type(value).__name__}, whose repr raised {type(error).__name__}>"
    return text.encode("utf-8", "replace").decode()[:LONGEST_REPR]


def decode(data: bytes, descriptors: list[int]) -> object:
    """Turn bytes back into plain data. Raises MalformedMessage on anything that is not ours.

    >>> decode(*encode({"a": (1, 2)}))
    {'a': (1, 2)}
    """
    try:
        return _unpack(data, descriptors, 0)
    except MalformedMessage:
        raise
    except Exception as error:  # msgpack raises several types, and hostile data finds them all
        raise MalformedMessage(f"not a message of ours: {error}") from error


def _unpack(data: bytes, descriptors: list[int], depth: int) -> object:
    if depth > DEEPEST_NESTING:
        raise MalformedMessage(f"nested more than {DEEPEST_NESTING} deep")

    def hook(code: int, inner: bytes) -> object:
        return _from_extension(code, _unpack(inner, descriptors, depth + 1), descriptors)

    return msgpack.unpackb(
        data, ext_hook=hook, strict_map_key=False, unicode_errors="surrogatepass"
    )


def _from_extension(code: int, inner: object, descriptors: list[int]) -> object:
    match code, inner:
        case (1, str()):
            return int(inner, 16)
        case (2, list()):
            return tuple(inner)
        case (3, list()):
            return set(inner)
        case (4, bytes()):
            return bytearray(inner)
        case (5, int()) if 0 <= inner < len(descriptors):
            return _received_descriptor(os.dup(descriptors[inner]))
        case (6, [str() as name, str() as text]):
            return Opaque(name, text)
    raise MalformedMessage(f"unknown extension {code}")


def _received_descriptor(fd: int) -> object:
    if stat.S_ISSOCK(os.fstat(fd).st_mode):
        return socket.socket(fileno=fd)
    return fd


def send(sock: socket.socket, value: object) -> None:
    """Send one message with its descriptors. Raises OSError where the other end is gone."""
    data, descriptors = encode(value)
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

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.ended = False
        self.sender = 0  # process id, as the kernel translates it for us (SCM_CREDENTIALS)
        self._data = bytearray()
        self._descriptors: list[int] = []

    def fill(self, exactly: bool = False) -> bool:
        """Read once. Returns whether anything came; sets `ended` at the end of the stream."""
        space = self._missing() if exactly else 1 << 18
        try:
            data, control, _, _ = self.sock.recvmsg(
                space, socket.CMSG_SPACE(MOST_DESCRIPTORS * 4) + socket.CMSG_SPACE(12)
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
        if length > LONGEST_MESSAGE:
            raise MalformedMessage(f"a message of {length} bytes: more than {LONGEST_MESSAGE}")
        return length

    def _note_control(self, control: list[tuple[int, int, bytes]]) -> None:
        for level, kind, data in control:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                whole = len(data) - len(data) % 4
                self._descriptors += array.array("i", data[:whole])
            elif (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
                self.sender = struct.unpack("iII", data[:12])[0]

    def take(self) -> object:
        """Return the next whole message, or NOTHING when none is complete yet."""
        if len(self._data) < _HEADER.size:
            return NOTHING
        end = _HEADER.size + self._length()
        if len(self._data) < end:
            return NOTHING
        count = _HEADER.unpack_from(self._data)[1]
        data, descriptors = bytes(self._data[_HEADER.size : end]), self._descriptors[:count]
        del self._data[:end], self._descriptors[:count]
        try:
            return decode(data, descriptors)
        finally:
            for fd in descriptors:
                os.close(fd)
