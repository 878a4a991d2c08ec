"""Mailboxes: one takes what is of one's own type, and leaves the rest."""

import signal
from itertools import count

import pytest
import sysv_ipc

from ipclab import call, case, conversation, expect, mailbox, run
from ipclab.outside import named
from ipclab.stage import Stage
from tests.lib.live import as_in_a_notebook, told

as_in_a_notebook(__name__)


def take(box, kind):
    return box.receive(type=kind)


def take_any(box, _kind):
    return box.receive()


def put(box, kind, data):
    box.send(data, type=kind)


def test_one_takes_ones_own_mail():
    with case("By type"):
        box = mailbox()
        box.send(1, b"for one").send(2, b"for two")
        call(take, box, 2).expect((b"for two", 2))
        box.expect(1, b"for one").expect_silence()


def test_who_takes_others_mail_is_found_out():
    def story():
        box = mailbox()
        box.send(1, b"for one").send(2, b"for two")
        call(take_any, box, 2)
        box.expect(1, b"for one")

    words = told(story)

    assert 'expected b"for one" received b""' in words
    assert "messages of other kinds that it holds: 1" in words


def test_what_a_function_sends_is_received_by_type():
    with case("Sent"):
        box = mailbox()
        call(put, box, 7, b"hello")
        box.expect(7, b"hello")


def by_key(key, kind):
    return sysv_ipc.MessageQueue(key).receive(type=kind)


def test_who_is_given_the_key_opens_it():
    with case("By its key"):
        box = mailbox()
        box.send(3, b"hello")
        call(by_key, box.key, 3).expect((b"hello", 3))


@pytest.mark.parametrize("turn", range(20))
def test_a_message_to_one_who_waits_is_about_to_be_read(turn):
    with Stage():
        box = mailbox()
        with run(take, box, 2) as reader:
            if turn % 2:
                reader.until_idle()
            box.send(1, b"not for it").send(2, b"for it").until_read()
            reader.expect((b"for it", 2))
        box.expect(1, b"not for it")


def test_who_waits_for_mail_that_nobody_sends_stands_still():
    def story():
        box = mailbox()
        box.send(1, b"not for it")
        with run(take, box, 2) as reader:
            reader.expect((b"for it", 2))

    words = told(story)

    assert "take does not return" in words
    assert "box.receive(type=kind) for a message that nobody will send" in words


def fill(box):
    for number in count():
        box.send(bytes(4096), type=number + 1)


def test_who_fills_it_waits_for_room():
    def story():
        box = mailbox()
        with run(fill, box) as sender:
            sender.until_idle()
            expect("how many fit", box.length, 4)
            box.expect(1, bytes(4096))
            sender.until_idle()
            expect("how many fit", box.length, 4)
            sender.expect(None)

    assert "fill does not return" in told(story)


def test_what_we_send_beyond_its_room_goes_later():
    with case("More than it holds"):
        box = mailbox()
        for number in range(1, 7):
            box.send(number, bytes(4096))
        expect("how many fit", box.length, 4)
        for number in range(1, 7):
            call(take, box, number).expect((bytes(4096), number))


def remove(box):
    box.remove()


def test_who_removes_it_is_found_out():
    def story():
        box = mailbox()
        call(remove, box)
        box.send(1, b"hello")

    assert "There is no mailbox any more: somebody has removed it" in told(story)


def test_what_was_removed_is_not_given():
    def story():
        box = mailbox()
        call(remove, box)
        call(take, box, 1)

    assert "There is no mailbox any more: somebody has removed it" in told(story)


def test_who_is_killed_while_it_waits_takes_nothing():
    with case("Killed while it waits"):
        box = mailbox()
        with run(take, box, 1) as waiting:
            waiting.until_idle()
            waiting.signal(signal.SIGKILL).expect_exit(-signal.SIGKILL)
        box.send(1, b"for the next")
        call(take, box, 1).expect((b"for the next", 1))


def test_nothing_is_left_of_it():
    with conversation():
        name = mailbox().name
        assert name in [each.name for each in named.system_v()]
    assert name not in [each.name for each in named.system_v()]


def test_types_and_sizes_that_there_are_not():
    with conversation():
        box = mailbox()
        for kind, data in ((0, b"hello"), (1, bytes(100_000))):
            with pytest.raises(ValueError, match="a type is 1 or more"):
                box.send(kind, data)


def test_what_happens_is_told():
    with conversation() as talk:
        mailbox().send(4, b"hello").expect(4, b"hello")

    told = [(event.source, event.target, event.data, event.note) for event in talk.transcript]
    assert told == [
        ("we", "mailbox", b"hello", "type 4"),
        ("mailbox", "we", b"hello", "type 4"),
    ]


def test_no_other_process_chooses_the_same_keys() -> None:
    """What sysv_ipc chooses itself, every process of the same second chooses: small numbers."""
    with Stage():
        assert max(mailbox().key for _ in range(8)) > 0x7FFF
