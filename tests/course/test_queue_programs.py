"""The C programs of lecture 13: they exchange messages with Python's, both ways, and say so when
they cannot."""

import errno
import os
from collections.abc import Callable

import pytest

from ipclab import call, case, conversation, expect, fresh_name, mailbox, message_queue, run
from tests.course.test_programs import compile_to

PROGRAMS = ("post", "shout", "letter")


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The path of each program, compiled."""
    folder = tmp_path_factory.mktemp("queue-programs")
    for name in PROGRAMS:
        compile_to(folder / name, f"{name}.c")
    return lambda name: str(folder / name)


def said_by(argv: list[str], status: int) -> str:
    with run(argv) as process:
        process.expect_exit(status)
    return process.stdout


def test_what_is_posted_comes_by_priority(programs):
    def take(queue, number):
        return [queue.receive() for _ in range(number)]

    with case("From C to Python"):
        queue = message_queue()
        for priority, words in (("0", ["one", "day"]), ("32767", ["now"]), ("5", ["soon"])):
            assert said_by([programs("post"), queue.name, priority, *words], 0) == ""
        call(take, queue, 3).expect([(b"now", 32767), (b"soon", 5), (b"one day", 0)])


def test_whoever_posts_into_a_full_queue_waits_for_room(programs):
    with case("Full"):
        queue = message_queue(messages=1).send(b"first")
        with run([programs("post"), queue.name, "0", "second"]) as process:
            process.until_idle().expect_running()
            queue.expect(b"first").expect(b"second", 0)
            process.expect_exit(0)


@pytest.mark.parametrize("priority", ["-1", "32768", "high", "", "99999999999999999999"])
def test_what_is_no_priority_is_refused(priority, programs):
    with case("No priority"):
        queue = message_queue()
        said = said_by([programs("post"), queue.name, priority, "word"], 1)
        queue.expect_silence()
    assert said == f"{priority}: is no priority\n"


def test_nobodys_queue_and_too_long_a_message_are_refused(programs):
    with conversation():
        nobodys = said_by([programs("post"), fresh_name(), "0", "word"], 1)
        queue = message_queue(size=4)
        for_the_queue = said_by([programs("post"), queue.name, "0", "words"], 1)
        for_the_program = said_by([programs("post"), queue.name, "0", "w" * 1024], 1)
    assert nobodys == f"mq_open: {os.strerror(errno.ENOENT)}\n"
    assert for_the_queue == f"mq_send: {os.strerror(errno.EMSGSIZE)}\n"
    assert for_the_program == f"post: {os.strerror(errno.EMSGSIZE)}\n"


def request(replies, number: int, text: bytes) -> bytes:
    return b"%s %d\n%s" % (replies.name.encode(), number, text)


def test_each_client_is_answered_in_its_own_queue(programs):
    with case("Requests"):
        requests, mine, yours = message_queue(), message_queue(), message_queue()
        with run([programs("shout"), requests.name]) as server:
            requests.send(request(mine, 1, b"mine"), 3).send(request(yours, 1, b"yours"))
            requests.send(request(mine, 2, b""))
            mine.expect(b"1\nMINE", 3).expect(b"2\n", 0)
            yours.expect(b"1\nYOURS", 0)
            requests.send(b"")
            server.expect_exit(0)
        mine.expect_silence()
    assert server.stdout == ""


def test_a_client_that_is_gone_or_full_or_talks_nonsense_stops_nobody(programs):
    with case("The others"):
        requests, replies = message_queue(), message_queue()
        full = message_queue(messages=1).send(b"still here")
        with run([programs("shout"), requests.name]) as server:
            requests.send(b"%s 1\ngone" % fresh_name().encode())
            requests.send(request(full, 2, b"full"))
            for nonsense in (b"x", b"/only-a-name", b"/name without-a-newline", b"no slash\nx"):
                requests.send(nonsense)
            requests.send(request(replies, 3, b"and me?"))
            replies.expect(b"3\nAND ME?")
            full.expect(b"still here").expect_silence()
            requests.send(b"")
            server.expect_exit(0)
    assert server.stdout == (
        f"an answer is lost: mq_open: {os.strerror(errno.ENOENT)}\n"
        f"an answer is lost: mq_send: {os.strerror(errno.EAGAIN)}\n" + "that is no request\n" * 4
    )


def test_a_request_may_be_as_long_as_the_queue_allows(programs):
    with case("The longest"):
        requests, replies = message_queue(size=512), message_queue(size=512)
        text = b"x" * (512 - len(request(replies, 1, b"")))
        with run([programs("shout"), requests.name]) as server:
            requests.send(request(replies, 1, text))
            replies.expect(b"1\n" + text.upper())
            requests.send(b"")
            server.expect_exit(0)


@pytest.mark.parametrize(
    ("kind", "said"),
    [("2", "type 2: for two\n"), ("0", "type 3: for three\n"), ("-3", "type 1: for one\n")],
)
def test_a_letter_is_taken_by_its_type(kind, said, programs):
    with case("By type"):
        box = mailbox().send(3, b"for three").send(1, b"for one").send(2, b"for two")
        assert said_by([programs("letter"), str(box.key), kind], 0) == said
        expect("letters left", box.length, 2)


def test_whoever_wants_a_letter_waits_for_it(programs):
    with case("Waiting"):
        box = mailbox().send(1, b"not that")
        with run([programs("letter"), str(box.key), "2"]) as process:
            process.until_idle().expect_running()
            box.send(2, b"")
            process.expect_exit(0)
        box.expect(1, b"not that")
    assert process.stdout == "type 2: \n"


def test_a_letter_that_is_too_long_stays(programs):
    with case("Too long"):
        box = mailbox().send(1, bytes(1025))
        said = said_by([programs("letter"), str(box.key), "1"], 1)
        box.expect(1, bytes(1025))
    assert said == f"msgrcv: {os.strerror(errno.E2BIG)}\n"


def test_whoever_waits_in_a_queue_that_is_removed_is_told(programs):
    with conversation():
        box = mailbox()
        with run([programs("letter"), str(box.key), "1"]) as process:
            process.until_idle()
            box.close()
            process.expect_exit(1)
    assert process.stdout == f"msgrcv: {os.strerror(errno.EIDRM)}\n"
