"""Parents and children: what the nursery and the guardian do to processes below them."""

import contextlib
import ctypes
import functools
import os
import signal
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

_PR_SET_CHILD_SUBREAPER, _PR_SET_DUMPABLE = 36, 4  # prctl(2)
_libc = ctypes.CDLL(None, use_errno=True)


def become_subreaper() -> None:
    """Make descendants that lose their parent ours, not init's (prctl(2))."""
    if _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def shield(is_shielded: bool) -> None:
    """Whether other processes of this user are kept from our memory and descriptors (prctl(2))."""
    if _libc.prctl(_PR_SET_DUMPABLE, 0 if is_shielded else 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_DUMPABLE)")


def wake_on_child() -> int:
    """Return a descriptor that becomes readable when a child changes state."""
    read_end, write_end = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
    return read_end


def forget(descriptors: Iterable[int]) -> None:
    """Close what a fork inherited but must not hold, and undo `wake_on_child`."""
    write_end = signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for fd in (write_end, *descriptors):
        if fd >= 0:
            os.close(fd)


def forget_signals() -> None:
    """Undo what this process inherited: signals that were blocked, or ignored (nohup does that)."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for number in signal.valid_signals() - {signal.SIGPIPE, signal.SIGXFSZ}:  # Python ignores those
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


def reap() -> list[int]:
    """Collect every child that has ended, without waiting. Returns their process ids."""
    ended = []
    with contextlib.suppress(ChildProcessError):
        while (pid := os.waitpid(-1, os.WNOHANG)[0]) != 0:
            ended.append(pid)
    return ended


def children_of(pid: int) -> list[int]:
    """Process ids of a process's children, zombies among them; none where it is gone."""
    found: list[int] = []
    with contextlib.suppress(OSError):  # it ended while we looked
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as file:  # often: pathlib is slow here
                found += map(int, file.read().split())
    return found


def parent_of(pid: int) -> int:
    """The process id of its parent, as we see it. Raises OSError where it is gone."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("\nPPid:")[2].split()[0])


def wake(pid: int) -> None:
    """Let a process go on that was stopped; nothing where it is gone."""
    _signal(pid, signal.SIGCONT)


def descendants_of(pid: int) -> list[int]:
    """Process ids of all descendants, parents before children."""
    found = children_of(pid)
    for child in found:  # grows while we go through it
        found += children_of(child)
    return found


@functools.cache
def count_tasks() -> int:
    """How many threads this user had when first asked (RLIMIT_NPROC counts threads)."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if process.stat().st_uid == os.getuid():
                total += len(list((process / "task").iterdir()))
    return total


def sweep(spare: Collection[int] = ()) -> None:
    """End every descendant of this process but `spare` (and what is below those).

    First stop, then kill: a process that forks without end outruns a sweep that kills one by one,
    but a stopped one cannot fork.
    """
    _end(lambda: _below(spare))
    _collect(spare)


def end_marked(mark: str) -> None:
    """End every process that was born with `NAME=value` in its environment (proc(5)).

    For what nobody looks after any more: who ends its guardian and the nursery has init as parent.
    """
    _end(lambda: _marked(mark.encode()))


def end_below(top: int, spare: Collection[int] = ()) -> None:
    """End every descendant of another process but `spare`, which are left as they are."""
    _end(lambda: [pid for pid in descendants_of(top) if pid not in spare])


def _end(find: Callable[[], Iterable[int]]) -> None:
    """Stop all that is found, until nothing new is; then kill."""
    stopped: set[int] = set()
    while fresh := [pid for pid in find() if pid not in stopped]:
        for pid in fresh:
            _signal(pid, signal.SIGSTOP)
        stopped.update(fresh)
    for pid in stopped:
        _signal(pid, signal.SIGKILL)


def _marked(mark: bytes) -> set[int]:
    found: set[int] = set()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # another user's, or ended
            if mark in (process / "environ").read_bytes().split(b"\0"):
                found.add(int(process.name))
    return found


def _below(spare: Collection[int]) -> list[int]:
    top = [pid for pid in children_of(os.getpid()) if pid not in spare]
    return top + [pid for child in top for pid in descendants_of(child)]


def _collect(spare: Collection[int]) -> None:
    while left := [pid for pid in children_of(os.getpid()) if pid not in spare]:
        for pid in left:
            _signal(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)  # it was killed, so this ends


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
