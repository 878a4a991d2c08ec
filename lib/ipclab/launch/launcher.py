"""Starting subjects: the owner's side of the nursery.

At home the owner is the learner's kernel. In the judge a subject host, which holds the student's
functions, ships them, and the examiner watches; so what is *shipped* and what is *watched* are kept
apart here.
"""

import contextlib
import functools
import io
import json
import linecache
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cloudpickle

from ipclab.errors import AnswerWrong, CannotTravel, GraderFault
from ipclab.launch import codec, messages, processes, reach
from ipclab.launch.stand_in import Shipment, StandIn

START_DEADLINE = 30.0  # seconds; a nursery that takes longer is broken, not slow
END_DEADLINE = 5.0  # seconds; then it is killed
_MARK = "IPCLAB_NURSERY"  # in the environment of all that descends from a nursery


_BROKEN = (OSError, EOFError, codec.MalformedMessage)  # what a start ends in that fails


@dataclass
class Guardian:
    """A process that forks one subject after the other, and says when each ended."""

    control: messages.Inbox
    pid: int
    pidfd: int  # a process id may come twice
    nursery: int  # of which it came, counted from 1

    def close(self) -> None:
        """Let it end, if it has not; it sweeps."""
        self.control.close()
        os.close(self.pidfd)


@dataclass
class Started:
    """A subject that has been forked and waits for its first call."""

    guardian: Guardian
    channel: messages.Inbox  # calls go in, replies come out
    output: int  # what it prints, a pipe's read end
    pid: int
    pidfd: int


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
        self._one_at_a_time = threading.Lock()  # or two threads would each start a nursery

    def start(self) -> Started:
        """Fork a subject. Raises GraderFault where that is impossible."""
        with self._one_at_a_time:
            while self.free:
                with contextlib.suppress(*_BROKEN):  # another subject may have ended it
                    return self._start(self.free.pop())
            with contextlib.suppress(*_BROKEN):
                return self._start(self._new_guardian())
            self.close()  # the nursery may have been killed by a subject: start another
            try:
                return self._start(self._new_guardian())
            except _BROKEN as error:
                raise GraderFault(
                    f"a process for your function could not be started ({error})"
                ) from error

    def _start(self, guardian: Guardian) -> Started:
        with contextlib.ExitStack() as given, contextlib.ExitStack() as kept:
            kept.callback(guardian.close)
            signal.pidfd_send_signal(guardian.pidfd, signal.SIGCONT)  # one may have stopped it
            channel, their_channel = _credential_pair(kept, given)
            output, their_output = os.pipe()
            given.callback(os.close, their_output)
            kept.callback(os.close, output)
            os.set_blocking(output, False)
            theirs = their_channel, codec.Descriptor(their_output), _folder()
            messages.send(guardian.control.sock, theirs)
            given.close()
            subject = _first_word(channel)
            pidfd = os.pidfd_open(subject.sender)
            kept.pop_all()
        return Started(guardian, subject, output, subject.sender, pidfd)

    def _new_guardian(self) -> Guardian:
        nursery = self._nursery or self._start_nursery()
        processes.wake(self._pid)  # a subject may have stopped it
        with contextlib.ExitStack() as given, contextlib.ExitStack() as kept:
            control, theirs = _credential_pair(kept, given)
            messages.send(nursery, theirs)
            given.close()
            inbox = _first_word(control)
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
        self._end = weakref.finalize(self, _end_nursery, ours, self._process, f"{_MARK}={mark}")
        return ours

    def _go_in(self) -> None:
        for door in self._doors:
            os.write(door, b"0")  # whoever writes it (cgroups(7))

    def close(self) -> None:
        """End the nursery, and all that it started. The next start makes another."""
        while self.free:
            self.free.pop().close()
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
        try:
            return Shipment(_pickled(function), _sources([function, *arguments]))
        except CannotTravel:
            raise  # a stand-in says it
        except Exception as error:  # pickling runs arbitrary __reduce__ methods
            raise CannotTravel(_culprit(function), str(error)) from error

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


def _end_nursery(ours: socket.socket, process: "subprocess.Popen[bytes]", mark: str) -> None:
    ours.close()
    for pid in (process.pid, *processes.descendants_of(process.pid)):
        processes.wake(pid)
    try:
        process.wait(END_DEADLINE)
    except subprocess.TimeoutExpired:
        process.kill()
    if process.wait() != 0:  # it was killed, and so swept nothing
        processes.end_marked(mark)


def _credential_pair(
    kept: contextlib.ExitStack, given: contextlib.ExitStack
) -> tuple[socket.socket, socket.socket]:
    """A socket pair on whose first end the kernel says who writes (SO_PASSCRED, unix(7))."""
    ours, theirs = socket.socketpair()
    kept.callback(ours.close)
    given.callback(theirs.close)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    return ours, theirs


def _first_word(sock: socket.socket) -> messages.Inbox:
    """Wait for the greeting, and so for the process id, of whoever has the other end."""
    inbox = messages.Inbox(sock, only_sockets=True)
    sock.settimeout(START_DEADLINE)
    while inbox.take() is messages.NOTHING:
        if inbox.ended:
            raise EOFError("the process ended before it began")
        inbox.fill(exactly=True)
    sock.setblocking(False)
    return inbox


def pickle_arguments(args: tuple[Any, ...], kwargs: dict[str, Any], token: "Tokens") -> bytes:
    """Pickle arguments; what is handed over (sockets, buffers) is replaced by a token."""
    stream = io.BytesIO()
    pickler = _Pickler(stream, token)
    try:
        pickler.dump((args, kwargs))
    except (AnswerWrong, CannotTravel):
        raise  # of what is handed over, something is not there any more
    except Exception as error:
        raise CannotTravel("an argument", str(error)) from error
    return stream.getvalue()


class Tokens:
    """Says which objects are handed over rather than copied."""

    def of(self, item: object) -> tuple[str, int, bytes] | None:
        """The token of an object to hand over: its kind, a number, a buffer's content."""
        raise NotImplementedError


_PLAIN = {type(None), bool, int, float, str, bytes, tuple, list, dict}  # quick to tell, and many


class _Pickler(cloudpickle.Pickler):  # type: ignore[misc]  # it has no types
    def __init__(self, stream: io.BytesIO, tokens: Tokens | None = None) -> None:
        super().__init__(stream)
        self._tokens = tokens

    def persistent_id(self, item: object) -> tuple[str, int, bytes] | None:
        if isinstance(item, StandIn):
            return "shipped", 0, item.ship().function
        if type(item) in _PLAIN:
            return None
        if isinstance(item, io.IOBase) and item not in (sys.stdin, sys.stdout, sys.stderr):
            raise TypeError("cannot pickle an open file")  # cloudpickle would send a copy of it
        return self._tokens.of(item) if self._tokens else None

    def reducer_override(self, item: Any) -> Any:  # noqa: ANN401  as pickle has it
        return reach.reduced_cache(item) or super().reducer_override(item)


def _pickled(value: object) -> bytes:
    stream = io.BytesIO()
    _Pickler(stream).dump(value)
    return stream.getvalue()


def _sources(roots: Iterable[object]) -> dict[str, str]:
    """By name, each cell (or file) that these functions, and those they use, were defined in.

    With a cell's text, so that the subject's own tracebacks can show lines.
    """
    roots = list(roots)
    below = (each for root in roots for each in reach.functions(root))
    names = {each.__code__.co_filename for each in below}
    sources = {
        name: "" if Path(name).is_file() else "".join(linecache.getlines(name)) for name in names
    }
    for stand_in in reach.stand_ins(roots):
        sources |= stand_in.ship().sources
    return sources


def _culprit(function: object) -> str:
    """The variable that cannot travel, for the card: the innermost one."""
    found = [name for name, value in reach.variables(function) if not _travels(value)]
    return found[-1] if found else "something that it uses"


def _travels(value: object) -> bool:
    with contextlib.suppress(Exception):
        _pickled(value)
        return True
    return False


def name_of(function: object) -> str:
    """What a function or a program is called."""
    if isinstance(function, (list, tuple)):
        return os.path.basename(str(function[0]))
    return getattr(function, "__name__", type(function).__name__)
