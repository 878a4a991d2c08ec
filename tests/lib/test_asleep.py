"""Who sleeps until it is woken, and who looks again and again."""

import ctypes
import os
import select
import signal
import socket
import subprocess
import threading
from collections.abc import Callable

import pytest

from ipclab import pair, pipe, run
from tests.lib.live import as_in_a_notebook, told

as_in_a_notebook(__name__)


def nap(seconds: float) -> None:
    ctypes.CDLL(None).usleep(int(seconds * 1e6))  # as Python's own does: clock_nanosleep(2)


# -- who sleeps ----------------------------------------------------------------------------------


def reads(fd: int) -> bytes:
    return os.read(fd, 100)


def reads_in_a_thread(fd: int) -> None:
    reader = threading.Thread(target=os.read, args=(fd, 100))
    reader.start()
    reader.join()


def reads_in_a_child(fd: int) -> None:
    if os.fork() == 0:
        os.read(fd, 100)
        os._exit(0)
    os.wait()


def reads_in_a_program(fd: int) -> None:
    subprocess.run(["head", "-c", "1"], stdin=fd, stdout=subprocess.DEVNULL, check=True)


def looks_once_an_hour(fd: int) -> None:
    while not select.select([fd], [], [], 3600)[0]:
        pass


def has_an_alarm_for_later(fd: int) -> None:
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.alarm(3600)
    os.read(fd, 100)


def is_busy_at_first(fd: int) -> None:
    for _ in range(20):
        nap(0.01)
    os.read(fd, 100)


SLEEPERS = (
    reads,
    reads_in_a_thread,
    reads_in_a_child,
    reads_in_a_program,
    looks_once_an_hour,
    has_an_alarm_for_later,
    is_busy_at_first,
)


@pytest.mark.parametrize("function", SLEEPERS)
def test_who_can_only_be_woken_by_somebody_is_asleep(function: Callable[[int], object]) -> None:
    def story() -> None:
        feed, fd = pipe("write")
        with run(function, fd) as sleeper:
            sleeper.until_asleep()
            feed.send(b"!")
            sleeper.answer()

    assert told(story) == ""


# -- who does not --------------------------------------------------------------------------------


def asks_with_a_nap(fd: int) -> None:
    os.set_blocking(fd, False)
    while True:
        try:
            os.read(fd, 100)
            return
        except BlockingIOError:
            nap(0.01)


def asks_with_a_limit(fd: int) -> None:
    while not select.select([fd], [], [], 0.2)[0]:
        pass


def asks_once_a_second(fd: int) -> None:
    while not select.select([fd], [], [], 1)[0]:
        pass


def asks_in_a_thread(fd: int) -> None:
    asker = threading.Thread(target=asks_with_a_nap, args=(fd,))
    asker.start()
    asker.join()


def asks_in_a_child(fd: int) -> None:
    if os.fork() == 0:
        asks_with_a_nap(fd)
        os._exit(0)
    os.wait()


def is_woken_by_its_own_timer(fd: int) -> None:
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
    while not select.select([fd], [], [], 0)[0]:
        signal.pause()


def asks_a_socket(sock: socket.socket) -> None:
    sock.settimeout(0.05)
    while True:
        try:
            sock.recv(100)
            return
        except TimeoutError:
            continue


POLLERS = (
    asks_with_a_nap,
    asks_with_a_limit,
    asks_once_a_second,
    asks_in_a_thread,
    asks_in_a_child,
    is_woken_by_its_own_timer,
)


@pytest.mark.parametrize("function", POLLERS)
def test_who_wakes_by_itself_is_not_asleep(function: Callable[[int], object]) -> None:
    def story() -> None:
        _, fd = pipe("write")
        with run(function, fd) as poller:
            poller.until_asleep()

    words = f"{function.__name__} does not sleep: it wakes again and again, though nothing came."
    assert words in told(story)


def test_a_socket_that_is_asked_again_and_again() -> None:
    def story() -> None:
        _, theirs = pair("tcp")
        with run(asks_a_socket, theirs) as poller:
            poller.until_asleep()

    assert "asks_a_socket does not sleep" in told(story)


def test_who_computes_has_a_limit_of_its_own() -> None:
    def spins(fd: int) -> None:
        while not select.select([fd], [], [], 0)[0]:
            pass

    def story() -> None:
        _, fd = pipe("write")
        with run(spins, fd) as spinner:
            spinner.until_asleep()

    assert "computes without an end" in told(story)


def test_who_has_ended_does_not_sleep() -> None:
    def story() -> None:
        with run(nap, 0) as over:
            over.until_asleep()

    assert "nap has ended, but should go on." in told(story)


def test_the_poller_is_blamed_and_nobody_beside_it() -> None:
    def story() -> None:
        feed, fd = pipe("write")
        _, other = pipe("write")
        with run(reads, fd) as sleeper, run(asks_with_a_nap, other):
            sleeper.until_asleep()
            feed.send(b"!")
            sleeper.answer()

    assert told(story) == ""


def test_the_line_where_it_naps_is_shown() -> None:
    def story() -> None:
        _, fd = pipe("write")
        with run(asks_with_a_nap, fd) as poller:
            poller.until_asleep()

    assert "nap(0.01)" in told(story) or "usleep" in told(story)
