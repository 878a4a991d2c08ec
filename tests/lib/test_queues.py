"""POSIX message queues: what functions send and receive, in which order, and where they wait."""

import contextlib
import os
import resource
import signal
from itertools import count

import posix_ipc
import pytest

from ipclab import call, case, conversation, expect, fresh_name, message_queue, run
from ipclab.cards.verdict import Verdict
from ipclab.outside import named
from ipclab.stage import Stage
from tests.lib.live import as_in_a_notebook, card_of, told

as_in_a_notebook(__name__)


def take(queue):
    return queue.receive()


def take_all(queue, number):
    return [queue.receive()[0] for _ in range(number)]


def put(queue, data, priority):
    queue.send(data, priority=priority)


def test_the_highest_priority_comes_first():
    with case("By priority"):
        queue = message_queue()
        queue.send(b"low", 1).send(b"high", 9).send(b"middle", 5)
        call(take_all, queue, 3).expect([b"high", b"middle", b"low"])
        expect("what is left", queue.length, 0)


def test_what_a_function_sends_is_received():
    with case("Sent"):
        queue = message_queue()
        call(put, queue, b"hello", 3)
        queue.expect(b"hello", 3)


def test_a_message_that_nobody_can_know_is_received():
    with case("Received"):
        queue = message_queue()
        call(put, queue, b"hello", 3)
        expect("the message", queue.receive(), b"hello")
        expect("what is left", queue.length, 0)


def forget_to_send(_queue):
    raise ValueError("not today")


def test_a_message_that_nobody_sends_is_told():
    def story():
        queue = message_queue()
        with run(forget_to_send, queue):
            queue.receive()

    words = told(story)

    assert "expected a message" in words
    assert "forget_to_send raised ValueError: not today" in words


def test_another_message_is_compared_in_full():
    def story():
        queue = message_queue()
        call(put, queue, b"hullo", 3)
        queue.expect(b"hello", 3)

    words = told(story)

    assert 'expected b"hello" received b"hullo"' in words
    assert "with priority 3" in words


def test_another_priority_is_told():
    def story():
        queue = message_queue()
        call(put, queue, b"hello", 3)
        queue.expect(b"hello", 4)

    words = told(story)

    assert "expected b'hello' with priority 4" in words
    assert "received b'hello' with priority 3" in words


def serve(requests, replies):
    while (data := requests.receive()[0]) != b"stop":
        replies.send(data.upper())


@pytest.mark.parametrize("turn", range(20))
def test_a_message_to_one_who_waits_is_about_to_be_read(turn):
    """A right answer is never called stuck between a message and the wake-up."""
    with Stage():
        requests, replies = message_queue(), message_queue()
        with run(serve, requests, replies) as server:
            if turn % 2:
                server.until_idle()
            requests.send(b"one").until_read()
            replies.expect(b"ONE")
            requests.send(b"two").send(b"stop")
            replies.expect(b"TWO").expect_silence()
            server.expect(None)


def forget_to_answer(requests, _replies):
    requests.receive()
    requests.receive()


def test_an_answer_that_will_not_come_is_told_at_once():
    def story():
        requests, replies = message_queue(), message_queue()
        with run(forget_to_answer, requests, replies):
            requests.send(b"one")
            replies.expect(b"ONE")

    words = told(story)

    assert 'expected b"ONE" received b"" ^ then nothing, and nothing more will come' in words
    assert "requests.receive() for a message that nobody will send" in words


def fill(queue):
    for number in count():
        queue.send(b"%d" % number)


def test_who_fills_a_queue_waits_for_room():
    def story():
        queue = message_queue(messages=3)
        with run(fill, queue) as sender:
            sender.until_idle()
            expect("how many fit", queue.length, 3)
            queue.expect(b"0").expect(b"1").expect(b"2").expect(b"3")
            sender.expect(None)

    words = told(story)

    assert "fill does not return" in words
    assert "queue.send(b'%d' % number) to send, but" in words.replace('"', "'")


def test_what_we_send_beyond_its_room_goes_later():
    with case("More than it holds"):
        queue = message_queue(messages=2)
        for number in range(5):
            queue.send(b"%d" % number)
        expect("how many fit", queue.length, 2)
        call(take_all, queue, 5).expect([b"0", b"1", b"2", b"3", b"4"])


def drain_without_waiting(queue):
    queue.block = False
    try:
        while True:
            queue.receive()
    except posix_ipc.BusyError:
        return "empty"


def test_until_read_ends_when_all_is_taken_or_nobody_will():
    with case("Until it is read"):
        queue = message_queue()
        queue.send(b"one").send(b"two").until_read()
        expect("nobody took them", queue.length, 2)
        call(drain_without_waiting, queue).expect("empty")
        queue.send(b"three")
        with run(take, queue) as reader:
            queue.until_read()
            reader.expect((b"three", 0))


def receive_again_and_again(queue):
    while True:
        try:
            return queue.receive(0.05)
        except posix_ipc.BusyError:
            continue


def test_a_wait_with_a_limit_is_no_standstill():
    with case("Asking again and again"):
        queue = message_queue()
        with run(receive_again_and_again, queue) as patient:
            patient.expect_running()
            queue.send(b"at last")
            patient.expect((b"at last", 0))


def spin(queue):
    while queue.current_messages == 0:
        pass


def test_who_spins_computes_without_an_end():
    def story():
        with run(spin, message_queue()) as spinning:
            spinning.expect(None)

    assert "computes without an end" in told(story)


def send_too_much(queue):
    queue.send(b"one")
    queue.send(b"two")


def test_more_than_was_asked_for_is_found_out():
    def story():
        queue = message_queue()
        with run(send_too_much, queue):
            queue.expect(b"one").expect_silence()

    words = told(story)

    assert "expected nothing" in words
    assert 'received b"two"' in words
    assert "with priority 0" in words


def wait_until_killed(queue):
    queue.receive()


def test_who_is_killed_while_it_waits_takes_nothing():
    with case("Killed while it waits"):
        queue = message_queue()
        with run(wait_until_killed, queue) as waiting:
            waiting.until_idle()
            waiting.signal(signal.SIGKILL).expect_exit(-signal.SIGKILL)
        queue.send(b"for the next")
        call(take, queue).expect((b"for the next", 0))


def answer_under(name):
    queue = posix_ipc.MessageQueue(name, posix_ipc.O_CREX)
    queue.send(b"hello")
    queue.close()


def test_what_a_function_makes_is_looked_at_by_its_name():
    with case("A reply queue"):
        name = fresh_name(stays=True)
        call(answer_under, name)
        message_queue(name=name).expect(b"hello")
    assert named.listed([name]).keys() == named.listed().keys()


def test_what_nobody_made_is_not_there():
    assert "There is no message queue /ipclab-…" in told(lambda: message_queue(name=fresh_name()))


@pytest.mark.parametrize("name", ["no-slash", "/" + "far-too-long" * 40])
def test_what_is_no_name_is_not_there(name):
    assert "that is no name for one" in told(lambda: message_queue(name=name))


def unlink(name):
    posix_ipc.unlink_message_queue(name)


def test_what_was_unlinked_is_not_given():
    def story():
        queue = message_queue()
        call(unlink, queue.name)
        call(take, queue)

    assert "There is no message queue /ipclab-…" in told(story)


def make_many(name):
    for number in range(20):
        posix_ipc.MessageQueue(f"{name}-{number}", posix_ipc.O_CREX)


@pytest.fixture
def twenty_names():
    """A name; what was made under it and a number is removed: not everywhere can it be listed."""
    name = f"/ipclab-test-{os.getpid()}"
    yield name
    for number in range(20):
        with contextlib.suppress(posix_ipc.ExistentialError):
            posix_ipc.unlink_message_queue(f"{name}-{number}")


def test_who_makes_too_many_is_told_what_files_means(twenty_names):
    limit = resource.getrlimit(resource.RLIMIT_MSGQUEUE)[0]
    assert limit == 819_200, "the words of the card say so"

    words = told(lambda: call(make_many, twenty_names).value)

    assert "It says files and means bytes" in words
    assert "nine queues of the default size (RLIMIT_MSGQUEUE)" in words


def test_a_queue_that_the_machine_does_not_allow_is_no_fault_of_the_answer():
    card = card_of(lambda: message_queue(messages=1000))

    assert card.verdict is Verdict.GRADER_FAULT
    assert "this machine allows 10 messages of a queue (/proc/sys/fs/mqueue/msg_max)" in " ".join(
        card.text().split()
    )


def test_no_room_for_one_more_is_no_fault_of_the_answer():
    def story():
        for _ in range(20):
            message_queue(messages=10, size=8192)

    card = card_of(story)

    assert card.verdict is Verdict.GRADER_FAULT
    assert "RLIMIT_MSGQUEUE" in card.text()


def test_nothing_is_left_of_it():
    with conversation():
        name = message_queue().name
        assert named.listed([name]).keys() != named.listed().keys()
    assert named.listed([name]).keys() == named.listed().keys()


def test_a_message_that_it_was_not_made_for():
    with conversation(), pytest.raises(ValueError, match="was made for less"):
        message_queue(size=4).send(b"hello")


def test_what_happens_is_told():
    with conversation() as talk:
        message_queue().send(b"hello", 2).expect(b"hello")

    told = [(event.source, event.target, event.data, event.note) for event in talk.transcript]
    assert told == [
        ("we", "queue", b"hello", "priority 2"),
        ("queue", "we", b"hello", "priority 2"),
    ]


def use_poll(queue):
    import select

    poller = select.poll()
    poller.register(queue.mqd, select.POLLIN)
    poller.poll()
    return queue.receive()


def test_who_polls_its_descriptor_is_right():
    with case("poll"):
        queue = message_queue()
        with run(use_poll, queue) as reader:
            reader.until_idle()
            queue.send(b"hello").until_read()
            reader.expect((b"hello", 0))


def be_told_by_a_signal(queue, told, tell):
    signal.signal(signal.SIGUSR1, lambda *_: os.write(tell, b"."))
    queue.request_notification(signal.SIGUSR1)
    os.read(told, 1)
    return queue.receive()


def with_a_pipe(queue):
    return be_told_by_a_signal(queue, *os.pipe())


def test_who_is_notified_by_a_signal_is_right():
    with case("mq_notify"):
        queue = message_queue()
        with run(with_a_pipe, queue) as reader:
            reader.until_idle()
            queue.send(b"hello").until_read()
            reader.expect((b"hello", 0))
