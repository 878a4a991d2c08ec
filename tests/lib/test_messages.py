"""Messages on a stream: in pieces, several at once, with descriptors, and from an enemy."""

import array
import os
import socket
import struct
from collections.abc import Iterator

import pytest

from ipclab.launch import codec
from ipclab.launch.codec import MalformedMessage, encode
from ipclab.launch.messages import NOTHING, Inbox, receive, send

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    before = len(os.listdir("/proc/self/fd"))
    here, there = socket.socketpair()
    with here, there:
        yield here, there
    assert len(os.listdir("/proc/self/fd")) == before, "a descriptor is left"


def framed(value: object) -> bytes:
    data, descriptors = encode(value)
    return struct.pack("!IH", len(data), len(descriptors)) + data


def with_rights(sock: socket.socket, data: bytes, *descriptors: int) -> None:
    rights = array.array("i", descriptors)
    sock.sendmsg([data], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])


def test_a_message_arrives(pair: Pair) -> None:
    send(pair[0], ("hello", 1))
    assert receive(pair[1]) == ("hello", 1)


def test_a_message_arrives_in_pieces(pair: Pair) -> None:
    inbox = Inbox(pair[1])
    data = framed("hello")
    pair[0].send(data[:3])
    inbox.fill()
    assert inbox.take() is NOTHING
    pair[0].send(data[3:9])
    inbox.fill()
    assert inbox.take() is NOTHING
    pair[0].send(data[9:])
    inbox.fill()
    assert inbox.take() == "hello"
    assert inbox.take() is NOTHING


def test_two_messages_in_one_read(pair: Pair) -> None:
    inbox = Inbox(pair[1])
    pair[0].send(framed(1) + framed(None))
    inbox.fill()
    assert (inbox.take(), inbox.take(), inbox.take()) == (1, None, NOTHING)


def test_two_messages_in_one_read_and_only_the_second_has_a_socket(pair: Pair) -> None:
    near, far = socket.socketpair()
    with near, far:
        send(pair[0], "first")
        send(pair[0], far)
        inbox = Inbox(pair[1])
        inbox.fill()
        assert inbox.take() == "first"
        while (second := inbox.take()) is NOTHING:
            inbox.fill()
        assert isinstance(second, socket.socket)
        with second:
            near.send(b"hello")
            assert second.recv(5) == b"hello"


def test_a_whole_message_is_read_and_nothing_of_the_next(pair: Pair) -> None:
    send(pair[0], "first")
    send(pair[0], "second")
    assert receive(pair[1]) == "first"
    assert receive(pair[1]) == "second"


def test_the_end_is_an_end(pair: Pair) -> None:
    pair[0].close()
    with pytest.raises(EOFError):
        receive(pair[1])


def test_a_reset_is_an_end(pair: Pair) -> None:
    send(pair[1], "never read")
    pair[0].close()
    inbox = Inbox(pair[1])
    assert not inbox.fill()
    assert inbox.ended
    assert inbox.take() is NOTHING


def test_the_kernel_says_who_sends(pair: Pair) -> None:
    pair[1].setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    send(pair[0], "hello")
    inbox = Inbox(pair[1])
    inbox.fill()
    assert inbox.sender == os.getpid()


# -- from an enemy -----------------------------------------------------------------------------


def test_a_message_cut_short_is_refused(pair: Pair) -> None:
    pair[0].send(framed("hello")[:-1])
    pair[0].close()
    inbox = Inbox(pair[1])
    inbox.fill()
    inbox.fill()
    with pytest.raises(MalformedMessage, match="cut short"):
        inbox.take()


def test_an_enormous_length_is_refused_before_it_is_read(pair: Pair) -> None:
    pair[0].send(struct.pack("!IH", codec.LONGEST_MESSAGE + 1, 0))
    inbox = Inbox(pair[1])
    inbox.fill()
    with pytest.raises(MalformedMessage, match="more than"):
        inbox.take()


def test_descriptors_beside_nonsense_are_closed(pair: Pair) -> None:
    with_rights(pair[0], struct.pack("!IH", 1, 3) + b"\xc1", 0, 1, 2)
    inbox = Inbox(pair[1])
    inbox.fill()
    with pytest.raises(MalformedMessage):
        inbox.take()


def test_descriptors_of_a_message_that_never_comes_whole_are_closed(pair: Pair) -> None:
    with_rights(pair[0], framed("hello")[:-1], 0, 1)
    inbox = Inbox(pair[1])
    inbox.fill()
    assert inbox.take() is NOTHING
    inbox.close()


def test_descriptors_without_an_end_are_refused(pair: Pair) -> None:
    pair[0].send(struct.pack("!IH", 1000, 250))
    inbox = Inbox(pair[1])
    inbox.fill()
    for _ in range(2):
        with_rights(pair[0], b"x", *[0] * 250)
        inbox.fill()
    with_rights(pair[0], b"x", 0)
    with pytest.raises(MalformedMessage, match="501 descriptors"):
        inbox.fill()
    inbox.close()


def test_more_descriptors_than_came_are_refused(pair: Pair) -> None:
    data = encode([codec.Descriptor(0), codec.Descriptor(1)])[0]
    with_rights(pair[0], struct.pack("!IH", len(data), 2) + data, 0)
    inbox = Inbox(pair[1])
    inbox.fill()
    with pytest.raises(MalformedMessage):
        inbox.take()
