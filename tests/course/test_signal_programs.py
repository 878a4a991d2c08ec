"""The C programs of lecture 10: they do with signals what the lecture says, told from outside."""

import ctypes
import os
import re
import signal
import subprocess
from collections.abc import Callable

import pytest

from ipclab import call, case, conversation, pipe, run
from tests.course.test_programs import compile_to

PROGRAMS = ("eintr", "handler", "messages", "graceful")


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The path of each program, compiled."""
    folder = tmp_path_factory.mktemp("signal-programs")
    for name in PROGRAMS:
        compile_to(folder / name, f"{name}.c")
    return lambda name: str(folder / name)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "read: Interrupted system call\nhandled: 1 signal(s)\n"),
        (("restart",), "read: 5 bytes\nhandled: 1 signal(s)\n"),
    ],
)
def test_a_read_is_interrupted_unless_it_is_restarted(options, said, programs):
    def with_stdin(stdin: int, *argv: str) -> None:
        os.dup2(stdin, 0)
        os.execv(argv[0], argv)

    with conversation():
        ours, theirs = pipe("write")
        with run(with_stdin, theirs, programs("eintr"), *options) as process:
            process.until_idle().signal(signal.SIGUSR1).until_idle()
            ours.send(b"hello").until_read()
            process.expect_exit(0)
    assert process.stdout == said


def test_the_handler_loses_no_signal_that_came_alone(programs):
    with conversation(), run([programs("handler")]) as process:
        for _ in range(20):
            process.until_idle().signal(signal.SIGUSR1)
        process.until_idle().signal(signal.SIGTERM)
        process.expect_exit(0)
    assert process.stdout == "in the handler\n" * 20 + "20 in all\n"


def test_numbers_come_in_order_and_the_sender_is_thanked(programs):
    def send_numbers(receiver: int, numbers: list[int]) -> list[bool]:
        """In a process of its own: a thread of the tests' would be ended by the thanks."""
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
        libc, thanked = ctypes.CDLL(None), []
        for number in numbers:
            libc.sigqueue(receiver, signal.SIGRTMIN, ctypes.c_void_p(number))
            thanked.append(signal.sigwaitinfo([signal.SIGUSR1]).si_pid == receiver)
        return thanked

    with conversation(), run([programs("messages")]) as process:
        process.until_idle()
        call(send_numbers, process.pid, [7, 5, 6]).expect([True, True, True])
        process.signal(signal.SIGTERM)
        process.expect_exit(0)
    assert process.stdout == "a number: 7\na number: 5\na number: 6\n"


def test_the_server_stops_while_it_is_idle(programs):
    with conversation(), run([programs("graceful")]) as server:
        server.listening()
        server.until_idle().signal(signal.SIGTERM)
        server.expect_exit(0)
    assert server.stdout == "served all, and stopped\n"


def test_the_server_finishes_with_its_client_and_refuses_the_next(programs):
    with case("It finishes with its client"):
        with run([programs("graceful")]) as server, server.connect() as client:
            client.send(b"first").expect(b"first")
            server.signal(signal.SIGTERM)
            client.send(b"second").expect(b"second")
            client.half_close()
            client.expect_eof()
            server.expect_exit(0)


def test_the_server_survives_a_client_that_resets(programs):
    with case("It survives a reset"), run([programs("graceful")]) as server:
        with server.connect() as rude:
            rude.send(b"hello").until_read()
            rude.reset()
        with server.connect() as client:
            client.send(b"still here?").expect(b"still here?")
        server.signal(signal.SIGTERM)
        server.expect_exit(0)


@pytest.mark.parametrize(
    ("name", "handler", "calls"),
    [("eintr", "count", set()), ("handler", "on_signal", {"write", "__errno_location"})],
)
def test_a_handler_calls_nothing_that_is_not_safe_there(name, handler, calls, programs):
    told = subprocess.run(
        ["objdump", "-d", "--no-show-raw-insn", programs(name)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    (text,) = (part for part in told.split("\n\n") if f"<{handler}>:" in part)
    assert set(re.findall(r"<(\w+)@plt>", text)) == calls
