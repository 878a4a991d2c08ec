"""Ctrl-C, a restart, a sudden end: whatever happens to us, no subject outlives it."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel

from ipclab.launch.interrupts import held_back
from tests.lib.live import watched

STORY = textwrap.dedent(
    """
    import os, signal, sys
    from ipclab import call, case, run

    def forks_and_hangs():
        os.fork()
        os.fork()
        signal.pause()

    def one():
        return 1

    def a_case_that_waits(say):
        with case("It hangs"):
            with run(forks_and_hangs) as subject:
                subject.until_idle()
                say(subject.pid, *subject.children())
                while True:
                    subject.until_idle()
    """
)

PROGRAM = STORY + textwrap.dedent(
    """
        try:
            a_case_that_waits(lambda *pids: print(*pids, flush=True))
        except KeyboardInterrupt:
            pass
        with case("The next one"):
            call(one).expect(1)
        print("next case passed", flush=True)
        """
)


@contextmanager
def program(text: str = PROGRAM) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", text], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


@pytest.mark.parametrize("turn", range(5))
def test_after_an_interrupt_nothing_is_left_and_the_next_case_works(turn: int) -> None:
    with program() as process, watched() as subjects:
        subjects.add(*map(int, line_of(process).split()))
        process.send_signal(signal.SIGINT)
        assert line_of(process) == "next case passed\n"
        assert process.wait() == 0
        assert subjects.all_ended()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_after_a_sudden_end_nothing_is_left(number: int) -> None:
    with program() as process, watched() as subjects:
        subjects.add(*map(int, line_of(process).split()))
        process.send_signal(number)
        assert process.wait() == -number
        assert subjects.all_ended()


def test_two_interrupts_at_once_leave_nothing() -> None:
    with program() as process, watched() as subjects:
        subjects.add(*map(int, line_of(process).split()))
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        process.wait()
        assert subjects.all_ended()


AT_THE_EXIT = STORY + textwrap.dedent(
    """
    from ipclab import conversation

    def interrupt(frame, event, argument):
        if event == "call" and frame.f_code is BLOCK.__exit__.__code__:
            sys.setprofile(None)
            signal.raise_signal(signal.SIGINT)

    try:
        with BLOCK("It hangs"):
            subject = run(forks_and_hangs).until_idle()
            print(subject.pid, *subject.children(), flush=True)
            sys.stdin.readline()
            sys.setprofile(interrupt)
    except KeyboardInterrupt:
        print("interrupted", signal.getsignal(signal.SIGINT).__name__, flush=True)
    sys.stdin.readline()
    """
)


@pytest.mark.parametrize("block", ["case", "conversation"])
def test_an_interrupt_at_the_very_entry_of_the_exit_waits_for_its_end(block: str) -> None:
    text = AT_THE_EXIT.replace("BLOCK", block)
    with program(text) as process, watched() as subjects:
        assert process.stdin
        subjects.add(*map(int, line_of(process).split()))
        print("go", file=process.stdin, flush=True)
        assert line_of(process) == "interrupted default_int_handler\n"
        assert subjects.all_ended()  # while the process that started them goes on


# -- a real kernel ------------------------------------------------------------------------------


@contextmanager
def kernel() -> Iterator[tuple[KernelManager, BlockingKernelClient]]:
    manager, client = start_new_kernel()
    try:
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()
        manager.context.destroy()


def next_text(client: BlockingKernelClient) -> str:
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["msg_type"] == "stream":
            return str(message["content"]["text"])


def status_of(client: BlockingKernelClient, request: str) -> str:
    while True:
        message = client.get_shell_msg(timeout=60)
        if message["parent_header"]["msg_id"] == request:
            return str(message["content"]["status"])


WAIT = f"{STORY}\na_case_that_waits(lambda *pids: print(*pids, flush=True))"
NEXT = "with case('The next one'):\n    call(one).expect(1)"


def test_an_interrupted_kernel_has_nothing_left_and_goes_on() -> None:
    with kernel() as (manager, client), watched() as subjects:
        # Else ipykernel aborts what comes within a moment after an error, and a moment is load's.
        waiting = client.execute(WAIT, stop_on_error=False)
        subjects.add(*map(int, next_text(client).split()))
        manager.interrupt_kernel()
        assert status_of(client, waiting) == "error"
        assert subjects.all_ended()
        assert status_of(client, client.execute(NEXT)) == "ok"


def test_a_kernel_restarted_during_a_case_leaves_nothing() -> None:
    with kernel() as (manager, client), watched() as subjects:
        client.execute(WAIT)
        subjects.add(*map(int, next_text(client).split()))
        manager.restart_kernel(now=True)
        assert subjects.all_ended()
        client.wait_for_ready(timeout=60)
        assert status_of(client, client.execute(f"{STORY}\n{NEXT}")) == "ok"


def test_a_kernel_that_is_asked_to_restart_leaves_nothing() -> None:
    with kernel() as (manager, client), watched() as subjects:
        client.execute(WAIT)
        subjects.add(*map(int, next_text(client).split()))
        manager.interrupt_kernel()
        manager.restart_kernel(now=False)
        assert subjects.all_ended()


# -- held back -----------------------------------------------------------------------------------


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def interrupted_in_a_block(steps: list[str]) -> None:
    with held_back():
        interrupt()
        steps.append("done")


def interrupted_in_a_block_in_a_block(steps: list[str]) -> None:
    with held_back():
        with held_back():
            interrupt()
        steps.append("done")


@pytest.mark.parametrize("block", [interrupted_in_a_block, interrupted_in_a_block_in_a_block])
def test_an_interrupt_waits_until_the_outermost_block_ends(
    block: Callable[[list[str]], None],
) -> None:
    steps: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        block(steps)
    assert steps == ["done"]


def test_without_an_interrupt_everything_is_as_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with held_back():
        pass
    assert signal.getsignal(signal.SIGINT) is before


# -- at any moment ---------------------------------------------------------------------------------

AT_ANY_MOMENT = STORY + textwrap.dedent(
    """
    from tests.lib.live import left_running

    def interrupt(*_):
        os.kill(os.getpid(), signal.SIGINT)

    with case("The nursery is there"):
        call(one).expect(1)
    signal.signal(signal.SIGALRM, interrupt)
    interrupted = 0
    for step in range(300):
        try:
            signal.setitimer(signal.ITIMER_REAL, 1e-4 + step * 4e-5)
            with case("Interrupted somewhere"):
                with run(forks_and_hangs) as subject:
                    subject.until_idle()
                call(one).expect(1)
        except KeyboardInterrupt:
            interrupted += 1
        try:
            signal.setitimer(signal.ITIMER_REAL, 0)
        except KeyboardInterrupt:
            interrupted += 1
    with case("Nothing is left"):
        call(one).expect(1)
    print(interrupted > 0, left_running())
    """
)


def test_an_interrupt_at_any_moment_leaves_nothing() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", AT_ANY_MOMENT], capture_output=True, text=True, check=False
    )
    assert (ended.stdout, ended.stderr) == ("True []\n", "")
