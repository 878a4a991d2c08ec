"""The C programs of lecture 11: they share memory with Python as the lecture says they do."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from struct import Struct

import posix_ipc
import pytest

from ipclab import case, conversation, expect, fresh_name, pipe, run, shared_memory
from tests.course.test_programs import compile_to, run_to_end

PROGRAMS = ("station", "tally", "order")
BOARD = Struct("4s?Id12s0d")
LAYOUT = "magic 0, is_on 4, count 8, celsius 16, place 24; 40 bytes in all\n"


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The path of each program, compiled."""
    folder = tmp_path_factory.mktemp("memory-programs")
    for name in PROGRAMS:
        compile_to(folder / name, f"{name}.c")
    return lambda name: str(folder / name)


@pytest.fixture
def talk() -> Iterator[None]:
    """What is made within it is removed in the end."""
    with conversation():
        yield


def board_of(magic: bytes, size: int = BOARD.size):
    """A board that Python has made, with 7 readings."""
    board = shared_memory(size)
    board.write(0, BOARD.pack(magic, True, 7, 20.5, b"Oslo")[:size])
    return board


def is_there(name: str) -> bool:
    return Path(f"/dev/shm{name}").exists()


def said(done: subprocess.CompletedProcess[str]) -> tuple[str, str, int]:
    return done.stdout, done.stderr, done.returncode


def on_stdin(stdin: int, *argv: str) -> None:
    os.dup2(stdin, 0)
    os.execv(argv[0], argv)


# -- station ---------------------------------------------------------------------------------------


def test_c_and_python_have_the_fields_in_the_same_places(programs, talk):
    done = run_to_end(programs("station"), board_of(b"STN1").name, "open")

    assert said(done) == (LAYOUT, "", 0)
    assert BOARD.size == 40


def test_python_reads_and_changes_what_c_has_made(programs):
    with case("C makes, Python finds"):
        name = fresh_name()
        ours, stdin = pipe("write")
        with run(on_stdin, stdin, programs("station"), name, "make", name="station") as station:
            ours.send(b"12.5\n").until_read()
            station.until_idle()
            board = shared_memory(name=name)
            expect("its size", board.size, BOARD.size)
            magic, is_on, count, celsius, place = BOARD.unpack(board.read(0, BOARD.size))
            expect("the fields", (magic, is_on, count, celsius), (b"STN1", True, 1, 12.5))
            expect("the place", place.rstrip(b"\0").decode(), "Genève")
            board.write(0, BOARD.pack(magic, True, 41, -3.5, "Zürich".encode()))
            ours.send(b"13.5\n").until_read()
            station.until_idle()
            expect("the count", BOARD.unpack(board.read(0, BOARD.size))[2], 42)
            ours.close()
            station.expect_exit(0)
        assert station.stdout == LAYOUT + "Genève: reading 0 was 0.0\nZürich: reading 41 was -3.5\n"
        assert not is_there(name)


def test_c_reads_and_changes_what_python_has_made_and_leaves_its_name(programs, talk):
    board = board_of(b"STN1")
    done = subprocess.run(
        [programs("station"), board.name, "open"],
        input="21\n",
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert said(done) == (LAYOUT + "Oslo: reading 7 was 20.5\n", "", 0)
    assert BOARD.unpack(board.read(0, BOARD.size))[2:4] == (8, 21.0)
    assert board.has_name


@pytest.mark.parametrize(
    ("magic", "size", "why"),
    [
        (b"STN2", 40, "no board of ours, or not ready"),
        (b"\0\0\0\0", 40, "no board of ours, or not ready"),
        (b"STN1", 39, "too small for a board"),
    ],
)
def test_what_is_no_board_is_refused(magic, size, why, programs, talk):
    board = board_of(magic, size)

    assert said(run_to_end(programs("station"), board.name, "open")) == ("", f"station: {why}\n", 1)
    assert board.has_name


def test_a_board_that_is_there_is_not_made_again(programs, talk):
    board = board_of(b"STN1")
    before = board.read(0, board.size)
    done = run_to_end(programs("station"), board.name, "make")

    assert said(done) == ("", "shm_open: File exists\n", 1)
    assert (board.has_name, board.read(0, board.size)) == (True, before)


def test_a_board_that_nobody_made_is_not_found(programs, talk):
    name = fresh_name()
    done = run_to_end(programs("station"), name, "open")

    assert said(done) == ("", "shm_open: No such file or directory\n", 1)
    assert not is_there(name)


# -- tally -----------------------------------------------------------------------------------------


def test_no_addition_is_lost_at_full_speed(programs):
    with case("Four at once"):
        board = shared_memory(16, item="q")
        argv = [programs("tally"), board.name, "500000"]
        with run(argv) as one, run(argv) as two, run(argv) as three, run(argv) as four:
            for each in (one, two, three, four):
                each.expect_exit(0)
        expect("the sum", board[0], 2_000_000)
        expect("the number beside it", board[1], 0)


def test_there_must_be_something_to_add_to(programs, talk):
    done = run_to_end(programs("tally"), fresh_name(), "1")

    assert said(done) == ("", "shm_open: No such file or directory\n", 1)


# -- order -----------------------------------------------------------------------------------------


def test_in_sequentially_consistent_order_somebody_sees_a_flag(programs):
    assert said(run_to_end(programs("order"), "20000", "seq_cst")) == ("0\n", "", 0)


def test_relaxed_rounds_are_counted_and_come_to_an_end(programs):
    stdout, stderr, status = said(run_to_end(programs("order"), "20000", "relaxed"))

    assert (stderr, status) == ("", 0)
    assert 0 <= int(stdout) <= 20_000


# -- all -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("station", ["/x"]),
        ("station", ["/x", "look"]),
        ("tally", ["/x"]),
        ("order", ["10"]),
        ("order", ["10", "acquire"]),
    ],
)
def test_wrong_words_are_told_the_right_ones(name, words, programs):
    stdout, stderr, status = said(run_to_end(programs(name), *words))

    assert (stdout, status) == ("", 1)
    assert stderr.startswith(f"usage: {name} ")


def test_a_name_that_is_none_is_told(programs):
    done = run_to_end(programs("station"), "/a/b", "make")

    assert said(done) == ("", "shm_open: Invalid argument\n", 1)
    with pytest.raises(ValueError, match="Invalid"):
        posix_ipc.SharedMemory("/a/b")
