"""Starting subjects: the owner's side of the nursery.

At home the owner is the learner's kernel. In the judge a subject host, which holds the student's
functions, ships them, and the examiner watches; so what is *shipped* and what is *watched* are kept
apart here.
"""

import contextlib
import functools
import json
import linecache
import os
import select
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterable, Sequence

from ipclab.errors import GraderFault
from ipclab.launch import codec, messages, processes, shipping
from ipclab.launch.stand_in import Shipment
from ipclab.launch.starting import (
    END_DEADLINE,
    Guardian,
    Ordered,
    Started,
    credential_pair,
    first_word,
    ordered,
    sweeps,
)

_MARK = "IPCLAB_NURSERY"  # in the environment of all that descends from a nursery
_BROKEN = (OSError, EOFError, codec.MalformedMessage)  # what a start ends in that fails


class Launcher:
    """Owns one nursery, started at the first use and again if it was killed.

    `within`: a command that runs another one, given after it, in a sandbox; the nursery and all its
    subjects are then in there. Process ids are still as we see them. `warm`: modules that it has
    imported before it forks. `doors`: descriptors of control groups' cgroup.procs; it goes in.
    """

    def __init__(
        self, within: Sequence[str] = (), warm: Sequence[str] = (), doors: Sequence[int] = ()
    ) -> None:
        self._within, self._warm, self._doors = tuple(within), tuple(warm), tuple(doors)
        self._nursery: socket.socket | None = None
        self._pid = 0  # of the nursery, which in a sandbox is not the process that we started
        self.nurseries = 0  # started so far; with one that was killed, we end what it started
        self.free: list[Guardian] = []  # with nobody to guard
        self._ahead: list[Ordered] = []  # not asked for yet
        self._one_at_a_time = threading.Lock()  # or two threads would each start a nursery

    def start(self) -> Started:
        """Fork a subject. Raises GraderFault where that is impossible."""
        with self._one_at_a_time:
            while self._ahead or self.free:
                with contextlib.suppress(*_BROKEN):  # another subject may have ended it
                    return self._next().arrived()
            with contextlib.suppress(*_BROKEN):
                return ordered(self._new_guardian(), _folder()).arrived()
            self.close()  # the nursery may have been killed by a subject: start another
            try:
                return ordered(self._new_guardian(), _folder()).arrived()
            except _BROKEN as error:
                raise GraderFault(
                    f"a process for your function could not be started ({error})"
                ) from error

    def start_ahead(self, count: int) -> None:
        """Have so many subjects forked while the caller does something else, to be taken next.

        Those that nobody takes are to be dropped: what runs meanwhile may have ended them.
        """
        with self._one_at_a_time, contextlib.suppress(*_BROKEN):
            while len(self._ahead) < count:
                guardian = self.free.pop() if self.free else self._new_guardian()
                self._ahead.append(ordered(guardian, _folder()))

    def drop_ahead(self) -> None:
        """End those that were started ahead."""
        while self._ahead:
            unused = self._ahead.pop()
            if sweeps(unused.guardian):
                unused.let_go()
                self.take_back(unused.guardian)
            else:
                unused.drop()

    def _next(self) -> Ordered:
        """One that was started ahead, where we still are; else one of a guardian that is free."""
        while self._ahead:
            first = self._ahead.pop(0)
            if first.folder == _folder():
                return first
            first.drop()
        return ordered(self.free.pop() if self.free else self._new_guardian(), _folder())

    def _new_guardian(self) -> Guardian:
        nursery = self._nursery or self._start_nursery()
        processes.wake(self._pid)  # a subject may have stopped it
        with contextlib.ExitStack() as given, contextlib.ExitStack() as kept:
            control, theirs = credential_pair(kept, given)
            messages.send(nursery, theirs)
            given.close()
            inbox = first_word(control)
            self._pid = processes.parent_of(inbox.sender)
            pidfd = os.pidfd_open(inbox.sender)
            kept.pop_all()
        return Guardian(inbox, inbox.sender, pidfd, self.nurseries)

    def take_back(self, guardian: Guardian) -> None:
        """A guardian has swept: it may guard the next subject."""
        with self._one_at_a_time:
            if guardian.nursery == self.nurseries and self._nursery is not None:
                self.free.append(guardian)
            else:
                guardian.close()

    def _start_nursery(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-P", "-m", "ipclab.launch.nursery", str(theirs.fileno())]
        mark = f"{os.getpid()}.{os.urandom(8).hex()}"
        with theirs:
            self._process = subprocess.Popen(
                [*self._within, *command, json.dumps(sys.path), *self._warm],
                pass_fds=[theirs.fileno()],
                env={**os.environ, _MARK: mark},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # an interrupt of the kernel does not reach it
                preexec_fn=self._go_in if self._doors else None,  # of threads the judge has none
            )
        self._nursery, self._pid = ours, self._process.pid
        self.nurseries += 1
        idle = self.free, self._ahead
        self._end = weakref.finalize(
            self, _end_nursery, ours, self._process, f"{_MARK}={mark}", *idle
        )
        return ours

    def _go_in(self) -> None:
        for door in self._doors:
            os.write(door, b"0")  # whoever writes it (cgroups(7))

    def close(self) -> None:
        """End the nursery, and all that it started. The next start makes another."""
        if self._nursery is not None:
            self._end()
            self._nursery = None

    def tidy(self, subject: int) -> None:
        """Wait until a subject (a pidfd) has ended, whose guardian was killed.

        The nursery sees to that. Where it was killed too, end here what it can no longer end.
        """
        if self._nursery is None:
            return
        poller = select.poll()
        poller.register(subject, select.POLLIN)
        poller.register(self._nursery, select.POLLIN)  # it says nothing: readable is its end
        ready = [fd for fd, _ in poller.poll(END_DEADLINE * 1000)]
        if ready != [subject]:
            self.close()

    def ship(self, function: object, arguments: Iterable[object] = ()) -> Shipment:
        """Turn a function into bytes. Raises CannotTravel with the variable that does not."""
        return shipping.shipment(function, arguments)

    def line(self, file: str, number: int) -> str:
        """The text of a line of the learner's code; empty where it is not known."""
        return linecache.getline(file, number).strip()

    def apt_for(self, function: object, arguments: Iterable[object]) -> "Launcher":
        """The launcher that starts this function: this one. The judge has another for its own."""
        return self


@functools.cache
def _locals() -> list[Launcher]:
    return [Launcher()]


def local() -> Launcher:
    """The one launcher of this process."""
    return _locals()[-1]


def adopt(launcher: Launcher) -> None:
    """From now on, this is the one launcher of this process."""
    _locals()[:] = [launcher]


def _folder() -> str:
    """Where we are now: a learner may have changed it since the nursery was started."""
    with contextlib.suppress(FileNotFoundError):
        return os.getcwd()
    return ""


def _end_nursery(
    ours: socket.socket,
    process: "subprocess.Popen[bytes]",
    mark: str,
    free: list[Guardian],
    ahead: list[Ordered],
) -> None:
    while ahead:
        ahead.pop().drop()
    while free:
        free.pop().close()
    ours.close()
    for pid in (process.pid, *processes.descendants_of(process.pid)):
        processes.wake(pid)
    try:
        process.wait(END_DEADLINE)
    except subprocess.TimeoutExpired:
        process.kill()
    if process.wait() != 0:  # it was killed, and so swept nothing
        processes.end_marked(mark)


def name_of(function: object) -> str:
    """What a function or a program is called."""
    if isinstance(function, (list, tuple)):
        return os.path.basename(str(function[0]))
    return getattr(function, "__name__", type(function).__name__)
