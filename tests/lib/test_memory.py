"""Shared memory: made, given, looked at without being mapped, and gone at the end."""

import mmap
import os
import signal
import struct
from multiprocessing import shared_memory as in_python
from pathlib import Path

import posix_ipc
import pytest

from ipclab import (
    call,
    case,
    conversation,
    expect,
    fresh_name,
    run,
    semaphore,
    shared_memory,
    subject,
)
from ipclab.cards.verdict import Verdict
from ipclab.errors import AnswerWrong
from tests.lib.live import as_in_a_notebook, card_of, told

as_in_a_notebook(__name__)

MEMORY = Path("/dev/shm")


def add_many(board, lock, n):
    for _ in range(n):
        with lock:
            board[0] += 1


def test_many_processes_add_on_one_board():
    with case("Nothing is lost"):
        board, lock = shared_memory(8, item="q"), semaphore(1)
        with run(add_many, board, lock, 500) as one, run(add_many, board, lock, 500) as other:
            one.expect(None)
            other.expect(None)
        expect("the total", board[0], 1000)
        lock.expect(1)


def publish(board, data):
    board[: len(data)] = data


def test_what_a_function_writes_is_seen_and_compared_in_full():
    def story():
        board = shared_memory(16)
        call(publish, board, b"half")
        board.expect(0, b"half of it")

    words = told(story)

    assert 'expected b"half of it"' in words
    assert r'received b"half\x00\x00' in words
    assert "at byte 0 of the shared memory" in words


def test_what_we_write_is_seen_by_a_function():
    with case("It reads"):
        board = shared_memory(16)
        board.write(2, b"hello")
        call(bytes, board).expect(b"\0\0hello" + bytes(9))


def test_items_are_numbers_on_both_sides():
    with case("Numbers"):
        board = shared_memory(24, item="q")
        board[2] = -5
        call(list, board).expect([0, 0, -5])
        expect("the last", board[2], -5)


def test_all_items_are_looked_at_and_changed_at_once():
    with case("Items"):
        board = shared_memory(24, item="q")
        expect("what is there first", board.items, [0, 0, 0])
        board.fill([7, -1])
        call(list, board).expect([7, -1, 0])
        expect("what is there", board.items, [7, -1, 0])


def test_who_is_given_the_name_opens_it_in_any_way():
    with case("By posix_ipc, by Python, by open"):
        board = shared_memory(8)
        call(by_posix_ipc, board.name, b"posix").expect(8)
        board.expect(0, b"posix")
        call(by_python, board.name, b"snake").expect(8)
        board.expect(0, b"snake")
        call(by_open, board.name, b"plain").expect(8)
        board.expect(0, b"plain")
        expect("the name", board.has_name, True)  # though each of them has ended


def by_posix_ipc(name, data):
    opened = posix_ipc.SharedMemory(name)
    with mmap.mmap(opened.fd, opened.size) as memory:
        memory[: len(data)] = data
        opened.close_fd()
        return len(memory)


def by_python(name, data):
    opened = in_python.SharedMemory(name)
    opened.buf[: len(data)] = data
    opened.close()
    return opened.size


def by_open(name, data):
    with open(f"/dev/shm{name}", "r+b") as file:
        file.write(data)
        return os.fstat(file.fileno()).st_size


def create_board(name, size):
    made = posix_ipc.SharedMemory(name, posix_ipc.O_CREX, size=size)
    made.close_fd()


def test_what_a_function_makes_is_looked_at_by_its_name():
    with case("It is as large as it was to be"):
        name = fresh_name(stays=True)
        call(create_board, name, 100)
        made = shared_memory(name=name)
        expect("its size", made.size, 100)
        made.expect(98, b"\0\0")


def test_what_nobody_made_is_not_there():
    words = told(lambda: shared_memory(name=fresh_name()))

    assert "There is no shared memory object /ipclab-…: nobody has made it" in words


def make_a_folder(name):
    os.mkdir(f"/dev/shm{name}")


def make_a_fifo(name):
    os.mkfifo(f"/dev/shm{name}")


@pytest.mark.parametrize("make", [make_a_folder, make_a_fifo])
def test_what_is_something_else_is_no_shared_memory(make):
    made = []

    def story():
        made.append(fresh_name())
        call(make, made[0])
        shared_memory(name=made[0])

    assert "There is no shared memory object /ipclab-…: " in told(story)
    assert not (MEMORY / made[0][1:]).exists()


def truncate(name):
    os.truncate(f"/dev/shm{name}", 0)


def test_who_makes_it_shorter_does_not_end_us():
    def story():
        board = shared_memory(4096)
        call(truncate, board.name)
        board.expect(0, b"hello")

    words = told(story)

    assert "The shared memory has 0 bytes now, and bytes 0 to 4 are asked for" in words


def write_after_truncating(board, name):
    os.truncate(f"/dev/shm{name}", 0)
    board[0] = 1


def test_who_makes_it_shorter_is_ended_by_its_own_write():
    with case("SIGBUS"):
        board = shared_memory(4096)
        with run(write_after_truncating, board, board.name) as truncating:
            truncating.expect_exit(-7)


def unlink(name):
    os.unlink(f"/dev/shm{name}")


def test_who_unlinks_it_is_seen():
    with case("The wrong owner unlinks"):
        board = shared_memory(8)
        call(unlink, board.name)
        expect("the name", board.has_name, False)
        board.write(0, b"hello").expect(0, b"hello")


def test_what_was_unlinked_is_not_given():
    def story():
        board = shared_memory(8)
        call(unlink, board.name)
        call(bytes, board)

    assert "There is no shared memory object /ipclab-…" in told(story)


def replace(name):
    unlink(name)
    create_board(name, 8)


def test_another_one_under_its_name_is_another_one():
    with case("Replaced"):
        board = shared_memory(8)
        call(replace, board.name)
        expect("the name", board.has_name, False)


def keep(board, kept=[]):  # noqa: B006  it is to be kept
    kept.append(board)
    return all(each is board for each in kept)


def test_it_is_the_same_one_at_every_call_of_a_process():
    with case("The same"):
        board = shared_memory(8)
        with subject() as process:
            process.call(keep, board).expect(True)
            process.call(keep, board).expect(True)


def publish_for_ever(board):
    board[8] = 1
    n = 0
    while True:
        n += 1
        struct.pack_into("q", board, 0, n)


def test_we_look_while_it_is_written():
    with case("A writer that does not end"):
        board = shared_memory(16)
        with run(publish_for_ever, board) as writer:
            board.until_holds(8, b"\1")
            writer.signal(signal.SIGKILL).expect_exit(-signal.SIGKILL)


def test_a_writer_that_never_rests_is_called_so():
    def story():
        board = shared_memory(16)
        with run(publish_for_ever, board):
            board.expect(0, b"hello")

    card = card_of(story)

    assert card.verdict is Verdict.TIMED_OUT
    assert "computes without an end" in card.text()


def wait_for_a_change(board):
    while board[0] == 0:
        pass
    return board[0]


def test_who_spins_on_it_is_told_of_our_write():
    with case("A spin"):
        board = shared_memory(1)
        with run(wait_for_a_change, board) as spinning:
            board[0] = 7
            spinning.expect(7)


def test_until_holds_ends_where_nothing_will_change():
    with case("Nobody writes"):
        shared_memory(1).until_holds(0, b"x")


def test_nothing_is_left_of_it():
    with conversation():
        name = shared_memory(8).name
        assert Path(f"/dev/shm{name}").exists()
    assert not Path(f"/dev/shm{name}").exists()


def test_it_ends_with_its_block():
    with conversation(), shared_memory(8) as board:
        pass
    assert not Path(f"/dev/shm{board.name}").exists()


def test_sizes_that_are_none():
    with conversation():
        for size, item in ((0, "B"), (-1, "B"), (7, "q")):
            with pytest.raises(ValueError, match="no whole number of items"):
                shared_memory(size, item=item)


def test_what_happens_is_told():
    with conversation() as talk:
        board = shared_memory(8)
        board.write(1, b"hello").expect(0, b"\0hello")

    told = [(event.source, event.target, event.data, event.note) for event in talk.transcript]
    assert told == [
        ("we", "board", b"hello", "at 1"),
        ("board", "we", b"\0hello", "at 0"),
    ]


def test_outside_of_a_case_the_words_are_the_same():
    with pytest.raises(AnswerWrong, match="expected and received differ"), conversation():
        shared_memory(1).expect(0, b"x")
