"""Plain data there and back; and nothing that hostile bytes do harms who decodes them."""

import contextlib
import math
import os
import random
import socket
import struct
from collections import OrderedDict
from collections.abc import Iterator
from enum import IntEnum

import msgpack
import pytest

from ipclab.launch import codec
from ipclab.launch.codec import Descriptor, MalformedMessage, Opaque, Unencodable, decode, encode


def there_and_back(value: object) -> object:
    return decode(*encode(value))


def open_descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.fixture(autouse=True)
def _no_descriptor_is_left() -> Iterator[None]:
    before = open_descriptors()
    yield
    assert open_descriptors() == before


def extension(code: int, content: object) -> bytes:
    inner = content if isinstance(content, bytes) else msgpack.packb(content)
    return msgpack.packb(msgpack.ExtType(code, inner))


# -- there and back ----------------------------------------------------------------------------

PLAIN = [
    None, True, False, 0, 1, -1, 2**31, 0.5, math.inf, "", "text", "é\0\n", "\ud800", b"",
    [], (), set(), frozenset(), {}, [[]], ((),), [()], ([],), {1, 2.5, "x", b"x", None, (1, (2,))},
    {frozenset({1}), frozenset()}, frozenset({frozenset({1})}), {(1, 2): [3]}, {frozenset({1}): {}},
    {"a": {"b": ({"c"}, [b"d"])}}, [1, True, 1.0, "1", b"1"], {None: None, True: 1, "": b""},
    "x" * 100_000, b"x" * 1_000_000, list(range(10_000)),
]  # fmt: skip


def same_types(left: object, right: object) -> bool:
    if isinstance(left, (list, tuple)) and isinstance(right, type(left)):
        return all(map(same_types, left, right))
    return type(left) is type(right)


@pytest.mark.parametrize(
    "value", PLAIN, ids=lambda value: repr(value)[:30].encode("ascii", "replace").decode()
)
def test_plain_data_comes_back_equal_and_of_its_type(value: object) -> None:
    assert there_and_back(value) == value
    assert same_types(there_and_back(value), value)


def test_what_is_not_a_number_comes_back_as_such() -> None:
    value = there_and_back(math.nan)
    assert isinstance(value, float)
    assert math.isnan(value)


def test_minus_zero_keeps_its_sign() -> None:
    assert math.copysign(1, there_and_back(-0.0)) == -1  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [2**63, 2**64 - 1, 2**64, -(2**63), -(2**63) - 1, 10**600])
def test_numbers_have_no_limit(number: int) -> None:
    assert there_and_back(number) == number


def test_a_bytearray_arrives_as_bytes() -> None:
    assert there_and_back([bytearray(b"ab")]) == [b"ab"]


class Colour(IntEnum):
    RED = 1


def test_kinds_of_plain_data_arrive_as_plain_data() -> None:
    assert there_and_back((Colour.RED, OrderedDict(a=1))) == (1, {"a": 1})
    assert type(there_and_back(Colour.RED)) is int


# -- what is not plain data --------------------------------------------------------------------


class Rude:
    def __repr__(self) -> str:
        raise SystemExit("from __repr__")


def test_anything_else_arrives_as_its_type_and_its_repr() -> None:
    assert there_and_back([1 + 2j]) == [Opaque("complex", "(1+2j)")]


def test_an_opaque_value_stays_what_it_is() -> None:
    assert there_and_back(Opaque("T", "<T>")) == Opaque("T", "<T>")


def test_a_repr_that_raises_is_told() -> None:
    value = there_and_back(Rude())
    assert value == Opaque("Rude", "<Rude, whose repr raised SystemExit>")


def test_a_long_repr_is_cut_and_says_so() -> None:
    value = there_and_back(range(10**4000))
    assert isinstance(value, Opaque)
    assert value.text.endswith(" …")


def test_a_generator_arrives_as_its_type() -> None:
    value = there_and_back(each for each in "ab")
    assert isinstance(value, Opaque)
    assert value.type_name == "generator"


def test_a_closed_socket_is_no_descriptor() -> None:
    with socket.socket() as sock:
        pass
    assert isinstance(there_and_back(sock), Opaque)


def test_a_socket_closed_behind_its_back_is_no_descriptor() -> None:
    sock = socket.socket()
    os.close(sock.fileno())
    assert isinstance(there_and_back(sock), Opaque)
    sock.detach()


def itself() -> list[object]:
    value: list[object] = []
    value.append(value)
    return value


def nested(depth: int) -> tuple[object, ...]:
    return () if depth == 0 else (nested(depth - 1),)


class Angry(list[int]):
    def __iter__(self) -> Iterator[int]:
        raise RuntimeError("no")


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(itself(), id="contains itself"),
        pytest.param(nested(codec.DEEPEST_NESTING + 1), id="too deep"),
        pytest.param(bytes(codec.LONGEST_MESSAGE), id="too long"),
        pytest.param([[]] * (codec.MOST_CONTAINERS + 1), id="too many containers"),
        pytest.param([Descriptor(0)] * (codec.MOST_DESCRIPTORS + 1), id="too many descriptors"),
        pytest.param(Angry([1]), id="raises"),
    ],
)
def test_what_cannot_be_sent_says_so(value: object) -> None:
    with pytest.raises(Unencodable):
        encode(value)


def test_what_is_as_deep_as_may_be_comes_back() -> None:
    assert there_and_back(nested(codec.DEEPEST_NESTING)) == nested(codec.DEEPEST_NESTING)


# -- descriptors -------------------------------------------------------------------------------


def duplicates(descriptors: list[int]) -> list[int]:
    """As SCM_RIGHTS makes them."""
    return [os.dup(fd) for fd in descriptors]


def test_a_socket_arrives_as_a_socket() -> None:
    near, far = socket.socketpair()
    with near, far:
        data, descriptors = encode({"far": far})
        value = decode(data, duplicates(descriptors))
        assert isinstance(value, dict)
        with value["far"] as arrived:
            near.send(b"hello")
            assert arrived.recv(5) == b"hello"


def test_any_other_descriptor_arrives_as_its_number() -> None:
    read_end, write_end = os.pipe()
    data, descriptors = encode(Descriptor(read_end))
    arrived = decode(data, duplicates(descriptors))
    assert isinstance(arrived, int)
    os.write(write_end, b"hello")
    assert os.read(arrived, 5) == b"hello"
    for fd in (read_end, write_end, arrived):
        os.close(fd)


def test_any_other_descriptor_is_refused_where_only_sockets_may_come() -> None:
    read_end, write_end = os.pipe()
    data, descriptors = encode(Descriptor(read_end))
    with pytest.raises(MalformedMessage, match="not a socket"):
        decode(data, duplicates(descriptors), only_sockets=True)
    os.close(read_end)
    os.close(write_end)


def test_a_descriptor_that_is_named_nowhere_is_closed() -> None:
    assert decode(encode("nothing")[0], [os.dup(0)]) == "nothing"


@pytest.mark.parametrize("index", [-1, 1, 2**70, True, None, "0", [0]])
def test_a_descriptor_that_did_not_come_is_refused_and_those_that_did_are_closed(
    index: object,
) -> None:
    number = encode(index)[0]
    with pytest.raises(MalformedMessage):
        decode(msgpack.packb([msgpack.ExtType(5, number)]), [os.dup(0)])


def test_a_descriptor_is_taken_once() -> None:
    twice = msgpack.packb([msgpack.ExtType(5, b"\0")] * 2)
    with pytest.raises(MalformedMessage):
        decode(twice, [os.dup(0)])


def test_sockets_that_were_taken_are_closed_when_the_rest_is_nonsense() -> None:
    near, far = socket.socketpair()
    with near, far:
        nonsense = msgpack.packb([msgpack.ExtType(5, b"\0"), msgpack.ExtType(99, b"\0")])
        with pytest.raises(MalformedMessage):
            decode(nonsense, [os.dup(far.fileno())])


# -- hostile bytes -----------------------------------------------------------------------------

HOSTILE = {
    "nothing": b"",
    "cut short": msgpack.packb([1, 2, 3])[:-1],
    "two values": b"\x01\x02",
    "never used": b"\xc1",
    "wrong extension": extension(99, 1),
    "extension 0": extension(0, 1),
    "tuple of no list": extension(2, 1),
    "set of lists": extension(3, [[1]]),
    "list as a key": b"\x81\x90\x01",
    "dict as a key": b"\x81\x80\x01",
    "number of no digits": extension(1, "0xzz"),
    "number from a number": extension(1, 1),
    "array of four billion": b"\xdd\xff\xff\xff\xff",
    "bytes of four billion": b"\xc6\xff\xff\xff\xff",
    "opaque of one": extension(6, ["name"]),
    "opaque of numbers": extension(6, [1, 2]),
    "no text": b"\xa1\xff",
    "a thousand lists in each other": b"\x91" * 1000 + b"\x90",
    "a million lists in each other": b"\x91" * 1_000_000 + b"\x90",
    "two million lists": b"\xdd" + struct.pack("!I", 2_000_000) + b"\x90" * 2_000_000,
    "two million dicts": b"\xdd" + struct.pack("!I", 2_000_000) + b"\x80" * 2_000_000,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_nonsense_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedMessage):
        decode(data, [os.dup(0)])


def test_nesting_through_extensions_is_refused() -> None:
    data = extension(2, [])
    for _ in range(codec.DEEPEST_NESTING + 2):
        data = extension(2, b"\x91" + data)
    with pytest.raises(MalformedMessage, match="deep"):
        decode(data, [])


def survives(data: bytes) -> bool:
    with contextlib.suppress(MalformedMessage):
        decode(data, [])
    return True


def test_any_bytes_are_decoded_or_refused() -> None:
    chance = random.Random(1)
    assert all(survives(chance.randbytes(chance.randrange(60))) for _ in range(20_000))


def test_a_message_with_one_byte_changed_is_decoded_or_refused() -> None:
    chance = random.Random(2)
    data = encode({"a": ({1, 2}, [frozenset({3}), 10**30], b"bytes", Opaque("T", "t"), 1.5)})[0]
    changed = (chance.randrange(len(data)) for _ in range(20_000))
    assert all(survives(data[:at] + chance.randbytes(1) + data[at + 1 :]) for at in changed)
