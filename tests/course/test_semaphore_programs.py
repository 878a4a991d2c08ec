"""The C programs of lecture 12: they share semaphores and a robust mutex with Python."""

import ctypes
import errno
import mmap
import os
import re
import signal
from collections.abc import Callable, Iterator

import posix_ipc
import pytest

from ipclab import case, conversation, fresh_name, run, semaphore, shared_memory
from tests.course.test_programs import compile_to, run_to_end

PROGRAMS = ("semaphore", "ledger")


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The path of each program, compiled."""
    folder = tmp_path_factory.mktemp("semaphore-programs")
    for name in PROGRAMS:
        compile_to(folder / name, f"{name}.c")
    return lambda name: str(folder / name)


@pytest.fixture
def talk() -> Iterator[None]:
    """What is made within it is removed in the end."""
    with conversation():
        yield


def said(*argv: str) -> tuple[str, str, int]:
    done = run_to_end(*argv)
    return done.stdout, done.stderr, done.returncode


# -- semaphore -------------------------------------------------------------------------------------


def test_c_makes_one_that_python_finds(programs, talk):
    name = fresh_name(stays=True)
    assert said(programs("semaphore"), "make", name, "3") == ("made\n", "", 0)
    semaphore(name=name).expect(3)
    refused = ("", "sem_open: File exists\n", 1)
    assert said(programs("semaphore"), "make", name, "3") == refused
    assert said(programs("semaphore"), "unlink", name) == ("", "", 0)
    with pytest.raises(posix_ipc.ExistentialError):
        posix_ipc.Semaphore(name)


def test_c_waits_until_python_posts(programs):
    with case("C waits"):
        bell = semaphore(0)
        with run([programs("semaphore"), "wait", bell.name]) as waits:
            bell.expect_waiting(1)
            bell.post()
            waits.expect_exit(0)
        bell.expect(0)
    assert waits.stdout == "taken\n"


def test_c_goes_on_waiting_when_a_signal_has_stopped_it(programs):
    with case("C waits on"):
        bell = semaphore(0)
        with run([programs("semaphore"), "wait", bell.name]) as waits:
            bell.expect_waiting(1)
            waits.signal(signal.SIGSTOP).until_idle().signal(signal.SIGCONT)
            bell.expect_waiting(1)
            bell.post()
            waits.expect_exit(0)
    assert waits.stdout == "taken\n"


def test_python_waits_until_c_posts(programs):
    def wait(bell):
        bell.acquire()
        return "woken"

    with case("Python waits"):
        bell = semaphore(0)
        with run(wait, bell) as waits:
            bell.expect_waiting(1)
            assert said(programs("semaphore"), "post", bell.name) == ("posted\n", "", 0)
            waits.expect("woken")


def test_c_takes_one_only_if_it_is_there(programs, talk):
    sem = semaphore(1)
    assert said(programs("semaphore"), "try", sem.name) == ("taken\n", "", 0)
    busy = ("", "sem_trywait: Resource temporarily unavailable\n", 1)
    assert said(programs("semaphore"), "try", sem.name) == busy
    assert said(programs("semaphore"), "value", sem.name) == ("value 0\n", "", 0)


@pytest.mark.parametrize("word", ["wait", "try", "post", "value"])
def test_c_says_that_it_is_not_there(word, programs, talk):
    told = said(programs("semaphore"), word, fresh_name())
    assert told == ("", "sem_open: No such file or directory\n", 1)


@pytest.mark.parametrize("value", ["", "-1", "two", "2x", "4294967296"])
def test_what_is_no_value_is_refused_in_words(value, programs, talk):
    told = said(programs("semaphore"), "make", fresh_name(), value)
    assert told == ("", f"{value}: no value for a semaphore\n", 1)


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("argv", [(), ("dance", "/x"), ("make",)])
def test_who_is_called_wrongly_says_how(argv, name, programs):
    stdout, stderr, status = said(programs(name), *argv)
    assert (stdout, status) == ("", 1)
    assert stderr.startswith("usage: ")


# -- ledger ----------------------------------------------------------------------------------------


@pytest.fixture
def layout(programs) -> tuple[int, int]:
    """Where the accounts are, and the size."""
    told, _, _ = said(programs("ledger"), "layout")
    _, _, accounts, size = map(int, re.findall(r"\d+", told))
    return accounts, size


@pytest.fixture
def board(programs, layout, talk):
    """A ledger that C has made: 100 + 0."""
    board = shared_memory(layout[1])
    assert said(programs("ledger"), "make", board.name) == ("", "", 0)
    return board


def mapped(name: str, layout: tuple[int, int]) -> tuple[ctypes.Array, ctypes.Array]:
    """The mutex and the accounts, as Python has them."""
    file = posix_ipc.SharedMemory(name)
    memory = mmap.mmap(file.fd, layout[1])
    file.close_fd()
    mutex = (ctypes.c_char * layout[1]).from_buffer(memory)
    return mutex, (ctypes.c_int64 * 2).from_buffer(memory, layout[0])


def dies_with_it(name, layout):
    mutex, accounts = mapped(name, layout)
    ctypes.CDLL(None).pthread_mutex_lock(mutex)
    accounts[0] -= 30
    os.kill(os.getpid(), signal.SIGKILL)


def takes_over(name, layout):
    mutex, accounts = mapped(name, layout)
    libc = ctypes.CDLL(None)
    gave = libc.pthread_mutex_lock(mutex)
    found = accounts[0], accounts[1]
    accounts[1] = 100 - accounts[0]
    return (gave, *found, libc.pthread_mutex_consistent(mutex), libc.pthread_mutex_unlock(mutex))


def keeps_it(name, layout, leave):
    mutex, accounts = mapped(name, layout)
    libc = ctypes.CDLL(None)
    libc.pthread_mutex_lock(mutex)
    accounts[0] -= 1
    leave.acquire()
    accounts[1] += 1
    libc.pthread_mutex_unlock(mutex)


def test_money_is_moved(programs, board):
    assert said(programs("ledger"), "move", board.name, "30") == ("70 + 30\n", "", 0)
    assert said(programs("ledger"), "move", board.name, "-10") == ("80 + 20\n", "", 0)


def test_c_mends_what_a_dead_python_left(programs, layout, board):
    with run(dies_with_it, board.name, layout) as dies:
        dies.expect_exit(-signal.SIGKILL)
    told = said(programs("ledger"), "move", board.name, "5")
    assert told == ("the last owner died: mended\n65 + 35\n", "", 0)
    assert said(programs("ledger"), "move", board.name, "5") == ("60 + 40\n", "", 0)


def test_python_is_told_of_a_dead_c(programs, layout, board):
    with run([programs("ledger"), "die", board.name, "20"]) as dies:
        dies.expect_exit(-signal.SIGKILL)
    with run(takes_over, board.name, layout) as process:
        process.expect((errno.EOWNERDEAD, 80, 0, 0, 0))
    assert said(programs("ledger"), "move", board.name, "0") == ("80 + 20\n", "", 0)


def test_c_waits_for_a_living_python(programs, layout, board):
    leave = semaphore(0)
    with run(keeps_it, board.name, layout, leave):
        leave.expect_waiting(1)
        with run([programs("ledger"), "move", board.name, "9"]) as waits:
            waits.expect_running()
            leave.post()
            waits.expect_exit(0)
    assert waits.stdout == "90 + 10\n"


def test_what_is_no_ledger_is_refused_in_words(programs, talk):
    small = shared_memory(8)
    told = said(programs("ledger"), "move", small.name, "1")
    assert told == ("", f"{small.name}: no ledger\n", 1)
    told = said(programs("ledger"), "move", fresh_name(), "1")
    assert told == ("", "shm_open: No such file or directory\n", 1)


@pytest.mark.parametrize("amount", ["", "ten", "1x", "1001"])
def test_what_is_no_amount_is_refused_in_words(amount, programs, board):
    told = said(programs("ledger"), "move", board.name, amount)
    assert told == ("", f"{amount}: no amount\n", 1)
