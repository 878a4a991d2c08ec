"""What /proc says of a process, and what is said of one that it says nothing of."""

import os
import signal
from collections.abc import Callable

import pytest

from ipclab.launch import processes
from ipclab.outside import blocking, proc

NOBODY = 65534


def forked(do: Callable[[], object]) -> tuple[int, int]:
    """A child that does something as an ordinary user and says what came of it; its pipe."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            if os.geteuid() == 0:
                os.setresuid(NOBODY, NOBODY, NOBODY)
            os.write(writing, repr(do()).encode())
            signal.pause()
        finally:
            os._exit(1)
    os.close(writing)
    return pid, reading


def said_by(do: Callable[[], object]) -> str:
    pid, reading = forked(do)
    with os.fdopen(reading) as words:
        said = os.read(words.fileno(), 1 << 16).decode()
        ended(pid)
    return said


def ended(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def test_a_process_that_is_not_ours_to_look_into_is_there_all_the_same() -> None:
    """So is one that is about to end and has no memory any more, but still its sockets."""
    pid, reading = forked(lambda: processes.shield(True))
    os.read(reading, 9)

    said = said_by(
        lambda: [(t.tid, t.call, t.arguments, t.state in "RS") for t in proc.threads(pid)]
    )

    assert said == repr([(pid, None, (), True)])
    ended(pid)
    os.close(reading)


def test_where_there_is_no_process_there_is_no_thread() -> None:
    pid, reading = forked(lambda: None)
    ended(pid)

    assert proc.threads(pid) == []
    assert proc.descriptors(pid) == {}
    assert proc.signal_mask(pid, "SigCgt") == 0
    assert proc.memory(pid, 0, 1) is None
    assert proc.scheduled(pid) == proc.Scheduled(0, 0)
    assert proc.command(pid) == ""
    assert not proc.is_zombie(pid)
    os.close(reading)


def test_a_zombie_is_one_until_it_is_collected() -> None:
    pid, reading = forked(lambda: None)
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)

    assert proc.is_zombie(pid)
    assert [thread.state for thread in proc.threads(pid)] == ["Z"]
    os.waitpid(pid, 0)
    os.close(reading)


def test_a_blocked_call_comes_with_its_arguments() -> None:
    inner, outer = os.pipe()
    pid, reading = forked(lambda: os.read(inner, 77))
    with os.fdopen(reading):
        poll_until(lambda: call_of(pid) == "read")
        (thread,) = proc.threads(pid)

        assert thread.arguments[0] == inner
        assert thread.arguments[2] == 77
        assert proc.command(pid) != ""
        ended(pid)
    os.close(inner)
    os.close(outer)


def call_of(pid: int) -> str:
    (thread,) = proc.threads(pid)
    known = blocking.KNOWN.get(thread.call if thread.call is not None else -1)
    return known.name if known else ""


def poll_until(ready: Callable[[], bool]) -> None:
    while not ready():
        os.sched_yield()


@pytest.mark.parametrize(
    ("mask", "number", "is_in"), [(0b1, 1, True), (0b1, 2, False), (1 << 13, signal.SIGALRM, True)]
)
def test_a_signal_in_a_mask(mask: int, number: int, is_in: bool) -> None:
    assert proc.in_mask(mask, number) is is_in
