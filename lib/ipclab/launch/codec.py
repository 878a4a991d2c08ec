"""Plain data as bytes: what a subject may send back, and what it may not.

A value that comes back from student code is data, never a pickle: numbers, text, bytes, containers
of these, and sockets or other descriptors, which travel beside the bytes (messages.py). A bytearray
arrives as bytes. Whatever else a function returns arrives as an `Opaque`: its type and its repr.
"""

import contextlib
import os
import socket
import stat
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import msgpack

LONGEST_MESSAGE = 32 * 1024 * 1024  # bytes; a longer one is refused before it is read
DEEPEST_NESTING = 64  # containers in containers
MOST_CONTAINERS = 1 << 20  # an empty list is one byte here, and sixty in memory
MOST_DESCRIPTORS = 250  # the kernel takes at most SCM_MAX_FD = 253 in one message
LONGEST_REPR = 2000  # characters

_BIG_INT, _TUPLE, _SET, _FROZENSET, _DESCRIPTOR, _OPAQUE = range(1, 7)
_Pack = Callable[[object], bytes]


class MalformedMessage(ValueError):
    """What arrived is not a message of ours: cut short, too long, too deep, or nonsense."""


class Unencodable(ValueError):
    """Too deep, too long, with too many descriptors, or with itself in it: it cannot be sent."""


@dataclass(frozen=True)
class Opaque:
    """A value that is not plain data: only its type's name and its repr travel."""

    type_name: str
    text: str

    @classmethod
    def of(cls, value: object) -> "Opaque":
        """What can be said of any value, whatever its own methods do."""
        return cls(type.__dict__["__name__"].__get__(type(value)), _safe_repr(value))

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Descriptor:
    """A descriptor that travels beside the bytes; it arrives as a socket, or as its number."""

    fd: int


def encode(value: object) -> tuple[bytes, list[int]]:
    """Turn plain data into bytes and the descriptors that go with them. Raises Unencodable.

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
        _check_shape(value)
        data = pack(value)
    except Unencodable:
        raise
    except Exception as error:  # a student's own kinds of list and number may raise anything
        raise Unencodable(f"cannot be sent: {type(error).__name__}") from error
    if len(data) > LONGEST_MESSAGE or len(descriptors) > MOST_DESCRIPTORS:
        raise Unencodable(f"{len(data)} bytes and {len(descriptors)} descriptors are too many")
    return data, descriptors


def _check_shape(value: object) -> None:
    """Whether the containers are not too deep and not too many. Raises Unencodable."""
    level, total = [value], 0
    for _ in range(DEEPEST_NESTING + 1):
        level = [item for each in level for item in _contained(each)]
        total += len(level)
        if not level:
            return
        if total > MOST_CONTAINERS:
            raise Unencodable(f"more than {MOST_CONTAINERS} containers")
    raise Unencodable(f"nested more than {DEEPEST_NESTING} deep")


_CONTAINERS = (list, tuple, set, frozenset, dict)


def _contained(value: object) -> Iterator[object]:
    """The containers in a container."""
    if isinstance(value, dict):
        for key, item in dict.items(value):
            if isinstance(key, _CONTAINERS):
                yield key
            if isinstance(item, _CONTAINERS):
                yield item
    elif isinstance(value, _CONTAINERS):
        yield from (item for item in value if isinstance(item, _CONTAINERS))


def _extension(item: object, descriptors: list[int], pack: _Pack) -> object:
    match item:
        case tuple():
            return msgpack.ExtType(_TUPLE, pack(list(item)))
        case set():
            return msgpack.ExtType(_SET, pack(list(item)))
        case frozenset():
            return msgpack.ExtType(_FROZENSET, pack(list(item)))
        case int():
            small = -(2**63) <= item < 2**64
            return int(item) if small and type(item) is not int else _big(item, pack)
        case str():
            return str.__str__(item)
        case bytes() | bytearray():
            return bytes(item)
        case float():
            return float(item)
        case list():
            return list(item)
        case dict():
            return dict(item)
        case Descriptor(fd):
            return _descriptor(fd, descriptors, pack)
        case socket.socket() if _is_open(item):
            return _descriptor(item.fileno(), descriptors, pack)
    what = item if isinstance(item, Opaque) else Opaque.of(item)
    return msgpack.ExtType(_OPAQUE, pack([what.type_name, what.text]))


def _is_open(sock: socket.socket) -> bool:
    try:
        return stat.S_ISSOCK(os.fstat(sock.fileno()).st_mode)
    except OSError:  # closed, by close() or behind its back
        return False


def _big(number: int, pack: _Pack) -> msgpack.ExtType:
    return msgpack.ExtType(_BIG_INT, pack(hex(number)))


def _descriptor(fd: int, descriptors: list[int], pack: _Pack) -> msgpack.ExtType:
    descriptors.append(fd)
    return msgpack.ExtType(_DESCRIPTOR, pack(len(descriptors) - 1))


def _safe_repr(value: object) -> str:
    try:
        text = repr(value)
    except BaseException as error:  # a student's __repr__ may raise anything
        text = f"<{type(value).__name__}, whose repr raised {type(error).__name__}>"
    more = " …" if len(text) > LONGEST_REPR else ""
    return text[:LONGEST_REPR].encode("utf-8", "replace").decode() + more


def decode(data: bytes, descriptors: Sequence[int], only_sockets: bool = False) -> object:
    """Turn bytes back into plain data. Raises MalformedMessage on anything that is not ours.

    The descriptors are the value's from now on; those that are not in it are closed.

    >>> decode(*encode({"a": (1, 2)}))
    {'a': (1, 2)}
    """
    decoder = _Decoder(descriptors, only_sockets)
    try:
        value = decoder.unpack(data, 0)
        _check_shape(value)
    except Exception as error:  # msgpack raises several types, and hostile data finds them all
        decoder.close()
        raise MalformedMessage(f"not a message of ours: {error}") from error
    decoder.close_unclaimed()
    return value


_LINGER = struct.Struct("ii")  # on or off, seconds (socket(7))


def _received(fd: int) -> socket.socket:
    """A socket whose close() will not wait for the other end, as its sender may have set it to."""
    sock = socket.socket(fileno=fd)
    with contextlib.suppress(OSError):
        option = sock.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER.size)
        if all(_LINGER.unpack(option)):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER.pack(0, 0))
    return sock


def close(fd: int) -> None:
    """Close what somebody sent, whatever it is."""
    if stat.S_ISSOCK(os.fstat(fd).st_mode):
        _received(fd).close()
    else:
        os.close(fd)


class _Decoder:
    """Decodes one message, and knows who owns each of its descriptors."""

    def __init__(self, descriptors: Sequence[int], only_sockets: bool) -> None:
        self._unclaimed = dict(enumerate(descriptors))
        self._claimed: list[int | socket.socket] = []
        self._only_sockets = only_sockets
        self._containers = 0

    def unpack(self, data: bytes, depth: int) -> object:
        if depth > DEEPEST_NESTING + 1:
            raise MalformedMessage(f"nested more than {DEEPEST_NESTING} deep")

        def hook(code: int, inner: bytes) -> object:
            self._count()
            return self._extension(code, self.unpack(inner, depth + 1))

        return msgpack.unpackb(
            data,
            ext_hook=hook,
            list_hook=self._count,
            object_hook=self._count,
            strict_map_key=False,
            unicode_errors="surrogatepass",
        )

    def _count(self, container: object = None) -> object:
        self._containers += 1
        if self._containers > MOST_CONTAINERS:
            raise MalformedMessage(f"more than {MOST_CONTAINERS} containers")
        return container

    def _extension(self, code: int, inner: object) -> object:
        match code, inner:
            case (1, str()):
                return int(inner, 16)
            case (2, list()):
                return tuple(inner)
            case (3, list()):
                return set(inner)
            case (4, list()):
                return frozenset(inner)
            case (5, int()) if inner in self._unclaimed:
                return self._claim(inner)
            case (6, [str() as name, str() as text]):
                return Opaque(name, text)
        raise MalformedMessage(f"unknown extension {code}")

    def _claim(self, index: int) -> int | socket.socket:
        """The descriptor, once: who names it again finds it gone."""
        fd = self._unclaimed[index]
        is_socket = stat.S_ISSOCK(os.fstat(fd).st_mode)
        if self._only_sockets and not is_socket:
            raise MalformedMessage("a descriptor that is not a socket")
        item = _received(fd) if is_socket else fd
        del self._unclaimed[index]
        self._claimed.append(item)
        return item

    def close_unclaimed(self) -> None:
        """Close what came along and is named nowhere."""
        for fd in self._unclaimed.values():
            close(fd)

    def close(self) -> None:
        """Close all that came along."""
        self.close_unclaimed()
        for item in self._claimed:
            if isinstance(item, int):
                os.close(item)
            else:
                item.close()
