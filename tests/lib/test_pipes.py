"""One end of a pipe is ours, the other the subject's; or both are given away."""

import os
import signal
from collections.abc import Callable

import pytest

from ipclab import call, conversation, payload, pipe, run, subject
from tests.lib.live import as_in_a_notebook, card_of, open_descriptors, told

as_in_a_notebook(__name__)

Copier = Callable[[int, int], None]


def copy(in_fd: int, out_fd: int) -> None:
    while data := os.read(in_fd, 1 << 16):
        while data:
            data = data[os.write(out_fd, data) :]


def copy_and_close(in_fd: int, out_fd: int) -> None:
    copy(in_fd, out_fd)
    os.close(out_fd)
    signal.pause()


def one_read(in_fd: int, out_fd: int) -> None:
    os.write(out_fd, os.read(in_fd, 1 << 16))


def ignores_what_write_says(in_fd: int, out_fd: int) -> None:
    os.set_blocking(out_fd, False)
    while data := os.read(in_fd, 1 << 16):
        os.write(out_fd, data)


def keeps_its_end(in_fd: int, out_fd: int) -> None:
    copy(in_fd, out_fd)
    signal.pause()


def in_two_pieces(copier: Copier) -> Callable[[], object]:
    def story() -> None:
        feed, in_fd = pipe("write")
        drain, out_fd = pipe("read")
        with run(copier, in_fd, out_fd):
            feed.send(b"hel").until_read()
            feed.send(b"lo").until_read()
            feed.close()
            drain.expect(b"hello").expect_eof()

    return story


def much(copier: Copier) -> Callable[[], object]:
    def story() -> None:
        data = payload(300_000)
        feed, in_fd = pipe("write")
        drain, out_fd = pipe("read", size=4096)
        with run(copier, in_fd, out_fd):
            feed.send(data)
            drain.expect(data)
            feed.close()
            drain.expect_eof()

    return story


def passes(story: Callable[[], object]) -> bool:
    card = card_of(story)
    assert card.verdict.value == "passed", card.text()
    return True


# -- what a subject reads and writes ---------------------------------------------------------------


@pytest.mark.parametrize("story", [in_two_pieces, much])
@pytest.mark.parametrize("copier", [copy, copy_and_close])
def test_bytes_pass(story: Callable[[Copier], Callable[[], object]], copier: Copier) -> None:
    assert passes(story(copier))


def test_one_read_is_seen_to_be_one_with_what_was_sent() -> None:
    text = told(in_two_pieces(one_read))
    assert 'we sent b"hel", then b"lo"' in text
    assert 'received b"hel"' in text
    assert "then the end of the stream" in text


def kills_itself(in_fd: int, out_fd: int) -> None:
    os.write(out_fd, os.read(in_fd, 1 << 16))
    signal.raise_signal(signal.SIGHUP)


def test_an_end_that_a_signal_made_is_told_with_the_signal() -> None:
    text = told(in_two_pieces(kills_itself))
    assert 'received b"hel"' in text
    assert "then the end of the stream: kills_itself was ended by SIGHUP" in text


def test_what_a_write_did_not_take_is_missing() -> None:
    assert "received" in told(much(ignores_what_write_says))


def test_who_keeps_a_write_end_open_is_told() -> None:
    text = told(in_two_pieces(keeps_its_end))
    assert "keeps_its_end leaves a write end of the pipe open" in text
    assert "signal.pause()" in text


def test_a_reader_that_waits_for_the_end_is_told_with_its_line() -> None:
    def story() -> None:
        feed, in_fd = pipe("write")
        drain, out_fd = pipe("read")
        with run(copy, in_fd, out_fd) as copier:
            feed.send(b"abc")
            drain.expect(b"abc")
            copier.expect(None)

    assert "os.read(in_fd, 1 << 16)" in told(story)


def stops_reading(in_fd: int) -> None:
    os.close(in_fd)
    signal.pause()


def test_a_pipe_that_nobody_reads_any_more_is_broken() -> None:
    def story() -> None:
        feed, in_fd = pipe("write")
        with run(stops_reading, in_fd):
            feed.send(b"to nobody").expect_broken()

    assert passes(story)


def test_a_read_end_that_is_kept_is_told() -> None:
    def story() -> None:
        feed, in_fd = pipe("write")
        _, out_fd = pipe("read")
        with run(keeps_its_end, in_fd, out_fd):
            feed.expect_broken()

    assert "keeps_its_end keeps the read end of the pipe open" in told(story)


# -- both ends away --------------------------------------------------------------------------------


def test_two_subjects_talk_over_a_pipe_of_their_own() -> None:
    def story() -> None:
        feed, first_in = pipe("write")
        between, first_out = pipe("neither")
        drain, last_out = pipe("read")
        with run(copy, first_in, first_out), run(copy, between, last_out):
            feed.send(b"through two")
            feed.close()
            drain.expect(b"through two").expect_eof()

    assert passes(story)


def test_an_end_is_a_number_and_the_same_one_in_the_next_call() -> None:
    def story() -> None:
        feed, in_fd = pipe("write")
        with subject() as reader:
            feed.send(b"onetwo")
            reader.call(os.read, in_fd, 3).expect(b"one")
            reader.call(os.read, in_fd, 3).expect(b"two")
            assert reader.open_descriptors() == ["pipe"]

    assert passes(story)


def starts_a_program(out_fd: int) -> str:
    """What the program finds open: its three streams, and the folder that it looks into."""
    with os.popen("ls /proc/self/fd") as program:
        return program.read()


def test_what_is_given_is_not_inherited_by_a_program() -> None:
    def story() -> None:
        _, out_fd = pipe("read")
        call(starts_a_program, out_fd).expect("0\n1\n2\n3\n")

    assert passes(story)


# -- what is seen from outside ---------------------------------------------------------------------


def writes_in_two(out_fd: int, record: bytes) -> None:
    os.write(out_fd, record[:1])
    os.write(out_fd, record[1:])


def with_little_room(writer: Callable[[int, bytes], object], out_fd: int) -> None:
    os.write(out_fd, bytes(4000))  # of 4096
    writer(out_fd, bytes(200))


@pytest.mark.parametrize(("writer", "in_the_pipe"), [(os.write, 4000), (writes_in_two, 4001)])
def test_a_write_without_room_waits_whole_and_two_do_not(
    writer: Callable[[int, bytes], object], in_the_pipe: int
) -> None:
    def story() -> None:
        drain, out_fd = pipe("read", size=4096)
        with run(with_little_room, writer, out_fd) as subject:
            subject.until_idle()
            assert drain.unread() == in_the_pipe

    assert passes(story)


# -- how it is asked for ---------------------------------------------------------------------------


def test_an_end_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match='no such end: "both"'.replace('"', "'")):
        pipe("both")  # type: ignore[call-overload]


def test_nothing_stays_open() -> None:
    before = open_descriptors()
    with conversation():
        pipe("write"), pipe("read"), pipe("neither", size=1 << 16)
        assert open_descriptors() > before
    assert open_descriptors() == before


def test_the_case_goes_on_where_nobody_reads() -> None:
    def story() -> None:
        feed, in_fd = pipe("write")
        call(os.close, in_fd).expect(None)
        feed.send(b"to nobody")

    assert passes(story)
