"""Our end of a stream: what it asks of the other end, and what it says when that is not done."""

import os
import signal
import socket
from collections.abc import Callable

from ipclab import call, listen, pair, passive, payload, run
from ipclab.stage import Stage, current
from tests.lib.live import as_in_a_notebook, card_of, told

as_in_a_notebook(__name__)


def echo(end: socket.socket) -> None:
    while data := end.recv(1 << 16):
        end.sendall(data)


def say(end: socket.socket, words: bytes) -> None:
    with end:
        end.sendall(words)


def keep_silent(end: socket.socket) -> None:
    signal.pause()


def read_all(end: socket.socket) -> None:
    while end.recv(1 << 16):
        pass
    signal.pause()


def leave_unread(end: socket.socket) -> None:
    end.recv(1)
    end.close()


def reset_at_once(end: socket.socket) -> None:
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    end.close()


def with_peer(function: Callable[..., object], story: Callable, *args: object) -> str:
    """What a card says of a story with a function at the other end; nothing if it passed."""

    def play() -> None:
        ours, theirs = pair("tcp")
        with run(function, theirs, *args):
            story(ours)

    return told(play)


# -- sending --------------------------------------------------------------------------------------


def test_all_that_was_sent_is_read() -> None:
    data = payload(3_000_000)
    assert with_peer(read_all, lambda ours: ours.send(data).expect_read()) == ""


def test_what_is_not_read_is_told() -> None:
    text = with_peer(keep_silent, lambda ours: ours.send(b"hello").expect_read())
    assert text.startswith("keep_silent does not read all that peer sent.")
    assert "for a signal that nobody will send" in text


def test_until_read_steers_only() -> None:
    assert with_peer(keep_silent, lambda ours: ours.send(b"hello").until_read()) == ""


def test_a_half_close_comes_after_all_that_was_sent_before() -> None:
    data = payload(3_000_000)

    def story(ours):  # type: ignore[no-untyped-def]
        ours.send(data).half_close()
        assert ours.receive_all() == data

    assert with_peer(echo, story) == ""


# -- receiving ------------------------------------------------------------------------------------


def test_so_many_bytes_are_received_and_the_rest_stays() -> None:
    def story(ours):  # type: ignore[no-untyped-def]
        assert ours.receive(3) == b"one"
        ours.expect(b"two").expect_eof()

    assert with_peer(say, story, b"onetwo") == ""


def test_fewer_bytes_than_wanted() -> None:
    text = with_peer(say, lambda ours: ours.receive(9), b"short")
    assert text.startswith('expected 9 bytes received b"short" then the end of the stream')


def test_other_bytes_than_expected_with_all_that_came() -> None:
    text = with_peer(say, lambda ours: ours.expect(b"hello"), b"hellO, world")
    assert 'expected b"hello" received b"hellO, world"' in text


def test_an_end_that_does_not_come() -> None:
    text = with_peer(keep_silent, lambda ours: ours.receive_all())
    assert text.startswith('expected the end of the stream received b""')
    assert "then nothing, and nothing more will come" in text


def test_an_end_that_is_not_the_next_thing() -> None:
    text = with_peer(say, lambda ours: ours.expect_eof(), b"one more")
    assert text.startswith('expected the end of the stream received b"one more"')


def test_an_end_that_is_a_reset() -> None:
    text = with_peer(leave_unread, lambda ours: ours.send(b"hello").expect_eof())
    assert text.startswith(
        "leave_unread closed with bytes unread, so the connection was reset, not ended."
    )


def test_a_connection_that_stays_open() -> None:
    text = with_peer(keep_silent, lambda ours: ours.expect_eof())
    assert text.startswith("keep_silent leaves the connection open: peer waits for its end.")


def test_a_reset_that_is_asked_for() -> None:
    assert with_peer(reset_at_once, lambda ours: ours.expect_reset()) == ""


def test_an_end_instead_of_a_reset() -> None:
    text = with_peer(say, lambda ours: ours.expect_reset(), b"")
    assert text.startswith("expected a reset received the end of the stream")


def test_bytes_instead_of_a_reset() -> None:
    text = with_peer(say, lambda ours: ours.receive(1) and ours.expect_reset(), b"hello")
    assert text.startswith("expected a reset received the end of the stream")


def test_a_reset_in_the_middle_of_what_is_expected() -> None:
    text = with_peer(reset_at_once, lambda ours: ours.expect(b"hello"))
    assert text.startswith('expected b"hello" received b"" ^ then a reset')


def test_silence() -> None:
    assert with_peer(keep_silent, lambda ours: ours.expect_silence()) == ""


def test_silence_that_is_broken() -> None:
    text = with_peer(echo, lambda ours: ours.send(b"hello").expect_silence())
    assert text.startswith('we sent b"hello" expected nothing yet received b"hello"')


def test_silence_that_is_an_end() -> None:
    text = with_peer(say, lambda ours: ours.expect_silence(), b"")
    assert text.startswith("expected nothing yet received the end of the stream")


def test_silence_that_is_a_reset() -> None:
    text = with_peer(reset_at_once, lambda ours: ours.expect_silence())
    assert text.startswith("expected nothing yet received a reset")


# -- connecting -----------------------------------------------------------------------------------


def accepts_nobody(listener: socket.socket) -> None:
    signal.pause()


def test_a_queue_that_is_full() -> None:
    """Linux lets one more wait than was said, and answers no further request to connect."""

    def story() -> None:
        with run(accepts_nobody, passive("tcp", backlog=0)) as server:
            server.connect("first")
            server.connect("second")

    assert told(story).startswith("accepts_nobody does not accept the connection.")


def test_nobody_listens_any_more() -> None:
    def story() -> None:
        with run(keep_silent, passive("tcp")) as server:
            server.listening()
            server.signal(signal.SIGKILL).expect_exit(-signal.SIGKILL)
            server.connect()

    assert told(story).startswith("Nobody is listening")


def test_nobody_connects_to_us() -> None:
    def story() -> None:
        with listen("tcp") as server, run(signal.pause, name="shy"):
            server.accept()

    assert told(story).startswith("Nobody connects to our server.")


def test_nobody_connects_to_us_for_the_function_has_returned() -> None:
    def forgets_to_connect(address: object) -> None:
        pass

    def story() -> None:
        with listen("tcp") as server, run(forgets_to_connect, server.address):
            server.accept()

    assert told(story).endswith("forgets_to_connect has returned.")


def test_what_is_closed_is_out_of_the_story() -> None:
    def story() -> None:
        ours, theirs = pair("tcp")
        with run(read_all, theirs):
            ours.close()
            ours.close()
            assert ours not in current().actors

    card = card_of(story)
    assert card.verdict.value == "passed"
    assert [event.kind for event in card.transcript] == ["close"]


def test_an_address_of_ours() -> None:
    def their_address(end: socket.socket) -> object:
        return end.getpeername()

    def story() -> None:
        ours, theirs = pair("tcp")
        call(their_address, theirs).expect(ours.address)
        there = pair("unix")[0].address
        assert there == ("", 0)

    assert told(story) == ""


def test_a_descriptor_is_not_kept() -> None:
    before = os.listdir("/proc/self/fd")
    assert with_peer(keep_silent, lambda ours: None) == ""
    assert os.listdir("/proc/self/fd") == before


def test_an_address_is_still_told_after_the_end_was_given_away() -> None:
    with Stage():
        listener = passive("tcp")
        address = listener.address
        with run(keep_silent, listener) as server:
            assert listener.address == address == server.listening()
