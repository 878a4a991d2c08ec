"""System calls that block without a time limit: their numbers, and where a limit would be.

A thread that is blocked in one of these, with no limit given, moves only when something happens to
it. (A sleep has always a limit; it is here so that who sleeps again and again is told from one who
computes.) Every other call counts as not quiescent, and a deadline decides instead. Numbers: the
syscall table of x86-64, and asm-generic/unistd.h (aarch64); a test reads them against the running
kernel.
"""

import platform
from collections.abc import Callable
from dataclasses import dataclass

Arguments = tuple[int, ...]


def _never(_: Arguments) -> bool:
    return True


def _always(_: Arguments) -> bool:
    return False


def _no_pointer(index: int) -> Callable[[Arguments], bool]:
    """No limit if the pointer to the limit is NULL."""
    return lambda arguments: arguments[index] == 0


def _negative(index: int) -> Callable[[Arguments], bool]:
    """No limit if the number of milliseconds, a C int, is negative."""
    return lambda arguments: bool(arguments[index] >> 31 & 1)


def _futex_waits(arguments: Arguments) -> bool:
    return arguments[1] & 0x7F in (0, 6, 9, 11, 13)  # WAIT, LOCK_PI, _BITSET, _REQUEUE_PI, LOCK_PI2


def _futex(arguments: Arguments) -> bool:
    return _futex_waits(arguments) and arguments[3] == 0


def _record_lock(arguments: Arguments) -> bool:
    return arguments[1] in (7, 38)  # F_SETLKW, F_OFD_SETLKW


@dataclass(frozen=True)
class Call:
    """A system call that can block: its numbers, when it has no limit, what it waits for."""

    name: str
    x86_64: int | None
    aarch64: int | None
    unlimited: Callable[[Arguments], bool]
    waits_for: str  # a key of whereabouts._WORDS
    on_descriptor: bool = False  # whether its first argument is the descriptor that it waits on


CALLS = (
    Call("read", 0, 63, _never, "bytes", True),
    Call("readv", 19, 65, _never, "bytes", True),
    Call("recvfrom", 45, 207, _never, "bytes", True),
    Call("recvmsg", 47, 212, _never, "bytes", True),
    Call("recvmmsg", 299, 243, _no_pointer(4), "bytes", True),
    Call("write", 1, 64, _never, "room", True),
    Call("writev", 20, 66, _never, "room", True),
    Call("sendto", 44, 206, _never, "room", True),
    Call("sendmsg", 46, 211, _never, "room", True),
    Call("sendfile", 40, 71, _never, "room", True),
    Call("splice", 275, 76, _never, "bytes", True),
    Call("accept", 43, 202, _never, "connection", True),
    Call("accept4", 288, 242, _never, "connection", True),
    Call("poll", 7, None, _negative(2), "any"),
    Call("ppoll", 271, 73, _no_pointer(2), "any"),
    Call("select", 23, None, _no_pointer(4), "any"),
    Call("pselect6", 270, 72, _no_pointer(4), "any"),
    Call("epoll_wait", 232, None, _negative(3), "any"),
    Call("epoll_pwait", 281, 22, _negative(3), "any"),
    Call("epoll_pwait2", 441, 441, _no_pointer(3), "any"),
    Call("wait4", 61, 260, _never, "child"),
    Call("waitid", 247, 95, _never, "child"),
    Call("futex", 202, 98, _futex, "lock"),
    Call("flock", 73, 32, _never, "lock", True),
    Call("fcntl", 72, 25, _record_lock, "lock", True),
    Call("semop", 65, 193, _never, "lock"),
    Call("semtimedop", 220, 192, _no_pointer(3), "lock"),
    Call("msgrcv", 70, 188, _never, "message"),
    Call("msgsnd", 69, 189, _never, "room"),
    Call("mq_timedreceive", 243, 183, _no_pointer(4), "message", True),
    Call("mq_timedsend", 242, 182, _no_pointer(4), "room", True),
    Call("pause", 34, None, _never, "signal"),
    Call("rt_sigsuspend", 130, 133, _never, "signal"),
    Call("rt_sigtimedwait", 128, 137, _no_pointer(2), "signal"),
    Call("nanosleep", 35, 101, _always, "time"),
    Call("clock_nanosleep", 230, 115, _always, "time"),
    Call("open", 2, None, _never, "open"),
    Call("openat", 257, 56, _never, "open"),
)


def table(machine: str = platform.machine()) -> dict[int, Call]:
    """The calls by number; empty for an architecture that is not known: deadlines decide there."""
    if machine not in ("x86_64", "aarch64"):
        return {}
    numbered = ((getattr(call, machine), call) for call in CALLS)
    return {number: call for number, call in numbered if number is not None}


KNOWN = table()


def is_futex_wait(number: int | None, arguments: Arguments) -> bool:
    """Whether a thread in this call waits for a lock, with a time limit or without (futex(2))."""
    call = KNOWN.get(number if number is not None else -1)
    return call is not None and call.name == "futex" and _futex_waits(arguments)
