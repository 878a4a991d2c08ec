"""Quiescence: nothing that a process waits for can come any more, decided without a timeout.

Take two looks at every thread of every process below a subject. If in both each is blocked in a
call without a time limit, and none ran in between (its context switches did not move), then at the
moment between the looks all stood still at once. If at that moment nothing was on its way to them
either, nothing will ever happen: the verdict is certain, now, and independent of the machine's
load.

What /proc does not show is asked for: receive and send time-outs of a socket (pidfd_getfd(2)),
armed timers, a SIGALRM that may be pending. Whoever may yet wake by itself is not quiescent. And a
process that is ending has no memory, so no call that an ordinary user may see, some time before its
sockets are closed: it counts as running.
"""

import ctypes
import enum
import errno
import os
import signal
import socket
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from ipclab.launch import processes
from ipclab.outside import blocking, proc, sockdiag

_PIDFD_GETFD = 438  # system call number, the same on every architecture
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Look:
    """Every thread below some guardians, and those of the guardians, at one moment."""

    threads: tuple[tuple[int, proc.Thread], ...]  # with the process id of each
    guards: tuple[proc.Thread, ...] = ()
    news: bool = False  # a process has ended, and its guardian is about to say so

    @property
    def pids(self) -> set[int]:
        return {pid for pid, _ in self.threads}

    def stands_still(self) -> bool:
        """Whether every thread is blocked without a limit, stopped, or over."""
        return self.guards_wait() and all(_stands_still(thread) for _, thread in self.threads)

    def guards_wait(self) -> bool:
        """Whether the guardians have said all that there is to say.

        They are ours and sleep in poll only; in which call they do, we may not see.
        """
        return not self.news and all(guard.state in "STtZX" for guard in self.guards)

    def all_wait(self) -> bool:
        """Whether every thread is in a call that could block, with a time limit or without."""
        return all(_stands_still(each) or _in_a_wait(each) for _, each in self.threads)


def look(guardians: Iterable[int]) -> Look:
    """Look at these guardians, and at everything below them."""
    found: list[tuple[int, proc.Thread]] = []
    guards: list[proc.Thread] = []
    news = False
    for guardian in guardians:
        guards += proc.threads(guardian)
        own = set(processes.children_of(guardian))
        for pid in processes.descendants_of(guardian):
            threads = proc.threads(pid)
            found += ((pid, thread) for thread in threads)
            news = news or (pid in own and all(thread.state in "ZX" for thread in threads))
    return Look(tuple(found), tuple(guards), news)


def _stands_still(thread: proc.Thread) -> bool:
    if thread.state in "TtZX":
        return True
    if thread.state != "S" or thread.call is None:
        return False
    call = blocking.KNOWN.get(thread.call)
    return call is not None and call.unlimited(thread.arguments)


def _in_a_wait(thread: proc.Thread) -> bool:
    return thread.state == "S" and thread.call in blocking.KNOWN


class Movement(enum.Enum):
    """What still moves below some guardians."""

    NOTHING = "nothing can come any more"
    BYTES = "all stand still, but something is on its way between them"
    SOMETHING = "one runs, or may yet wake by itself"


def movement(first: Look, guardians: Iterable[int], our_sockets: set[int]) -> Movement:
    """Take the second look, and ask for what /proc does not show.

    `first` is an earlier look at the same guardians; `our_sockets` are the inodes of our own ends.
    """
    if not first.stands_still() or _may_wake_by_itself(first):
        return Movement.SOMETHING
    if not nothing_in_flight(first, our_sockets):
        return Movement.BYTES
    return Movement.NOTHING if look(guardians) == first else Movement.SOMETHING


def nothing_in_flight(seen: Look, our_sockets: set[int]) -> bool:
    """Whether no byte, FIN or reset is on its way between these processes and us."""
    inodes = our_sockets.union(*(proc.socket_inodes(pid) for pid in seen.pids))
    try:
        return not sockdiag.something_in_flight(inodes)
    except sockdiag.Unavailable:
        return False  # cannot tell, so it never counts as quiescent, and a deadline decides


class Cycles:
    """Tells a process that polls for ever from one that is about to do something.

    Complete when each thread stood still since the last look, or is in a call that could block and
    has gone through several of its own waits since the first look.

    `alarms`: who stands still where an alarm of its own may wake it counts once that has happened
    several times, as one that polls.
    """

    ENOUGH = 3  # context switches

    def __init__(self, alarms: bool = False) -> None:
        self._first: dict[tuple[int, int], int] = {}
        self._last = Look(())
        self._alarms = alarms
        self.pollers: frozenset[int] = frozenset()  # process ids, at the last look

    def complete(self, seen: Look) -> bool:
        """Take note of a look. Returns whether nothing but polling goes on."""
        before, self._last = set(self._last.threads), seen
        polling = {each for each in seen.threads if self._polls(*each)}
        alarmed = {pid for pid in seen.pids if self._alarms and _has_alarm_or_timer(pid)}
        idle = {
            (pid, thread)
            for pid, thread in before.intersection(seen.threads)
            if _stands_still(thread) and pid not in alarmed
        }
        self.pollers = frozenset(pid for pid, _ in polling)
        return seen.guards_wait() and idle | polling == set(seen.threads)

    def _polls(self, pid: int, thread: proc.Thread) -> bool:
        voluntary = int(thread.switches[0]) if thread.switches else 0
        since = voluntary - self._first.setdefault((pid, thread.tid), voluntary)
        return _in_a_wait(thread) and since >= self.ENOUGH


def _may_wake_by_itself(seen: Look) -> bool:
    alive = {pid for pid, thread in seen.threads if thread.state not in "ZX"}
    return any(_has_alarm_or_timer(pid) for pid in alive) or any(
        _has_time_limit(pid, thread) or _waits_for_alarm(pid, thread)
        for pid, thread in seen.threads
        if thread.state == "S"
    )


def _has_alarm_or_timer(pid: int) -> bool:
    """alarm(2) and setitimer(2) are shown nowhere: whoever is ready for SIGALRM may have one."""
    masks = (proc.signal_mask(pid, name) for name in ("SigCgt", "SigBlk"))
    has_alarm = any(proc.in_mask(mask, signal.SIGALRM) for mask in masks)
    return has_alarm or proc.has_timer(pid)


def _waits_for_alarm(pid: int, thread: proc.Thread) -> bool:
    """Whether a thread is in sigwait for SIGALRM: while it is, SigBlk does not show the signal."""
    call = blocking.KNOWN.get(thread.call if thread.call is not None else -1)
    if call is None or call.name != "rt_sigtimedwait":
        return False
    waited_for = proc.memory(pid, thread.arguments[0], 8)
    return waited_for is None or proc.in_mask(
        int.from_bytes(waited_for, sys.byteorder), signal.SIGALRM
    )


def _has_time_limit(pid: int, thread: proc.Thread) -> bool:
    """Whether the socket that a thread is blocked on has SO_RCVTIMEO or SO_SNDTIMEO set."""
    call = blocking.KNOWN.get(thread.call if thread.call is not None else -1)
    if call is None or not call.on_descriptor:
        return False
    option = socket.SO_SNDTIMEO if call.waits_for == "room" else socket.SO_RCVTIMEO
    try:
        with borrowed_socket(pid, thread.arguments[0]) as sock:
            return any(sock.getsockopt(socket.SOL_SOCKET, option, 16))
    except OSError as error:
        # Not a socket: it has no such option. Gone: it moved, and the second look will tell.
        return error.errno not in (errno.ENOTSOCK, errno.EBADF, errno.ESRCH, errno.ENOPROTOOPT)


def borrowed_socket(pid: int, fd: int) -> socket.socket:
    """A duplicate of another process's socket. Close it at once: while it lives, no EOF arrives.

    Raises OSError: ENOTSOCK, ESRCH, EBADF, or EPERM where we may not (pidfd_getfd(2)).
    """
    pidfd = os.pidfd_open(pid)
    try:
        ours = _libc.syscall(_PIDFD_GETFD, pidfd, fd, 0)
        if ours < 0:
            raise OSError(ctypes.get_errno(), f"pidfd_getfd({pid}, {fd})")
    finally:
        os.close(pidfd)
    try:
        return socket.socket(fileno=ours)
    except OSError:
        os.close(ours)
        raise
