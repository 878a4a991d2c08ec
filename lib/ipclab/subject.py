"""Subjects: a learner's function, or a program, in a process of its own, seen from outside."""

import contextlib
import os
import select
import signal as signals
import socket
from collections.abc import Callable, Sequence
from typing import Any

from ipclab import reports
from ipclab.cards.evidence import Evidence, Stuck
from ipclab.cards.verdict import Verdict
from ipclab.connection import Connection
from ipclab.ends import End
from ipclab.errors import AnswerWrong, CannotTravel, GraderFault
from ipclab.launch import codec, interrupts, messages, processes, replies
from ipclab.launch.launcher import END_DEADLINE, Shipment, Started, Tokens, pickle_arguments
from ipclab.outside import leftovers, proc, quiescence, sockdiag, whereabouts
from ipclab.reports import Answer
from ipclab.stage import Ending, Stage, current

SETTING_UP = 0.5  # seconds of CPU time in which a server that never waits has begun to listen
MOST_OUTPUT = 64 * 1024  # bytes of its output that are kept, the last ones; all are counted


Runnable = Callable[..., object] | Sequence[str]


def run(
    function: Callable[..., object] | Sequence[str], *args: object, name: str = ""
) -> "Subject":
    """Start a function in a process of its own, and watch it from outside.

    A list of strings starts a program. Sockets, `pair` ends and descriptors among `args` become the
    subject's alone. Raises AnswerWrong where the function cannot be started.

    >>> with run(print, "hello") as subject:
    ...     subject.expect(None)
    """
    started = Subject(current(), name or _name_of(function))
    started.begin(function, args)
    return started


def call(function: Callable[..., object], *args: object) -> Answer:
    """Run a function to its end in a process of its own. Raises AnswerWrong where it gets stuck.

    >>> call(max, 1, 2).value
    2
    """
    with run(function, *args) as started:
        return started.answer()


def subject(name: str = "subject") -> "Subject":
    """One process for several calls: `s.call(f, …)`. Sockets and buffers given to it live on in it.

    >>> with subject() as s:
    ...     s.call(len, b"four").value
    4
    """
    return Subject(current(), name)


def _name_of(function: object) -> str:
    if isinstance(function, (list, tuple)):
        return os.path.basename(str(function[0]))
    return getattr(function, "__name__", type(function).__name__)


class Subject(Tokens):
    """A process that runs student code. On leaving its block, it and all below it are ended."""

    def __init__(self, stage: Stage, name: str) -> None:
        self.stage = stage
        self.name = stage.lane(name)
        self.peer = ""
        self._function = name
        self.sources: set[str] = set()  # the learner's cells, by their code's file name
        self._handed: dict[int, object] = {}  # by token, kept alive so that no id comes twice
        self._fresh: dict[int, Any] = {}  # descriptors that travel with the next call
        self._reply: dict[str, Any] | None = None
        self._answer: Answer | None = None
        self._status: int | None = None
        self._left: list[str] = []  # processes that it left behind, in words
        self._last = False  # whether its process ends with the function
        self._gone = self._closed = False
        self._spoiled = False  # what came is not from us: it wrote where its answer comes from
        self._has_listened = False
        self._asked = True  # nothing was called that could have raised
        self._printed = bytearray()
        self._printed_total = 0
        self._start()

    def _start(self) -> None:
        self._probe, self._their_probe = os.pipe()
        os.set_blocking(self._probe, False)
        with interrupts.held_back():  # it is started, or it is not; and what is started is known
            self._started: Started = self.stage.launcher.start()
            self.pid = self._started.pid
            self.stage.actors.append(self)
            self.stage.guardians[self._started.guardian] = self.name
        self._cpu_at_start = self.cpu_seconds
        self._ours = frozenset(proc.descriptors(self.pid).values())

    # -- calling -------------------------------------------------------------------------------

    def begin(
        self, function: Callable[..., object] | Sequence[str], args: tuple[object, ...]
    ) -> None:
        """Start the one call of `run`."""
        if isinstance(function, (list, tuple)):
            self._say(("exec", [str(word) for word in function]))
        else:
            self._call(function, args, last=True)

    def call(self, function: Callable[..., object], *args: object) -> Answer:
        """Run a function in this process, to its end. Raises AnswerWrong where it gets stuck."""
        self._function = _name_of(function)
        self._reply = self._answer = None
        self._call(function, args, last=False)
        return self.answer()

    def _call(self, function: object, args: tuple[object, ...], last: bool) -> None:
        if not callable(function):
            raise AnswerWrong(Evidence(problem=f"{function!r} is not a function: run needs one."))
        shipment, arguments = self._ship(function, args)
        self._asked, self._last = False, last
        probe, self._their_probe = self._their_probe, -1
        self._say(
            (
                "call", shipment.function, arguments, shipment.sources,
                {token: item for token, item in self._fresh.items()},
                codec.Descriptor(probe) if probe >= 0 else None, last,
            )
        )  # fmt: skip
        if probe >= 0:
            os.close(probe)
        for item in self._fresh:
            _let_go(self._handed[item])
        self._fresh.clear()
        self._ours = self._ours | frozenset(self._leads_of_probe())

    def _leads_of_probe(self) -> list[str]:
        return [os.readlink(f"/proc/self/fd/{self._probe}")]

    def _ship(self, function: object, args: tuple[object, ...]) -> tuple[Shipment, bytes]:
        try:
            shipment = self.stage.launcher.ship(function, args)
            self.sources.update(shipment.sources)
            return shipment, pickle_arguments(args, {}, self)
        except CannotTravel as error:
            raise AnswerWrong(
                Evidence(
                    problem=f"{self._function} uses {error.variable}, which cannot be sent to the "
                    f"process that runs it ({error.reason}).",
                    said=("Create it inside the function, or take it as a parameter.",),
                )
            ) from error

    def of(self, item: object) -> tuple[str, int, bytes] | None:
        """Whether an argument is handed over rather than copied (for the launcher's pickler)."""
        token = id(item)
        if isinstance(item, bytearray):
            self._handed[token] = item
            return "buffer", token, bytes(item)
        if not isinstance(item, (End, socket.socket)):
            return None
        if token not in self._handed:
            self._handed[token] = item
            self._fresh[token] = item.hand_over(self.name) if isinstance(item, End) else item
            self._has_listened |= _listens(self._fresh[token])
        return "descriptor", token, b""

    def _say(self, message: object) -> None:
        channel = self._started.channel.sock
        channel.setblocking(True)
        try:
            messages.send(channel, message)
        except OSError as error:
            self.pump()
            if self._status is None and not self._gone:
                raise GraderFault(f"the process for your function is gone ({error})") from error
        finally:
            channel.setblocking(False)

    # -- what the stage asks ---------------------------------------------------------------------

    def pump(self) -> bool:
        """Take in what it printed and what it, or its guardian, said."""
        if self._closed:
            return False
        return any(
            [self._drain(), self._hear(self._started.channel), self._hear(self._started.control)]
        )

    def wants(self) -> list[tuple[int, int]]:
        """Descriptors that tell of news."""
        inboxes = (self._started.channel, self._started.control)
        open_ones = [(i.sock.fileno(), select.POLLIN) for i in inboxes if not i.ended]
        return (
            open_ones if self._output_ended else [*open_ones, (self._started.output, select.POLLIN)]
        )

    def inodes(self) -> set[int]:
        """None of ours: its own are found below its guardian."""
        return set()

    _output_ended = False

    def _drain(self) -> bool:
        if self._output_ended:
            return False
        try:
            data = os.read(self._started.output, 1 << 16)
        except BlockingIOError:
            return False
        self._output_ended = not data
        self._printed_total += len(data)
        self.stage.printed += len(data)
        self._printed += data
        del self._printed[:-MOST_OUTPUT]
        return bool(data)

    def _hear(self, inbox: messages.Inbox) -> bool:
        if inbox.ended:
            return False
        try:
            came = inbox.fill()
            while (message := inbox.take()) is not messages.NOTHING:
                self._note(message, inbox is self._started.control)
        except codec.MalformedMessage:
            inbox.ended = came = self._spoiled = True  # student code wrote into our channel
        if inbox.ended and inbox is self._started.control:
            while self._hear(self._started.channel):
                pass
            self._gone = True
        return came

    def _note(self, message: object, from_guardian: bool) -> None:
        match message:
            case ("ended", int() as status, list() as left) if from_guardian:
                while self._hear(self._started.channel):
                    pass  # what it said before it ended comes first
                self._status, self._left = status, [str(words) for words in left]
            case dict() if not from_guardian and self._reply is None:
                self._reply = replies.checked(message)
                self.stage.keep(self._reply.get("returned"))
                self._return_buffers()

    def _return_buffers(self) -> None:
        for token, content in (self._reply or {}).get("buffers", {}).items():
            target = self._handed.get(token)
            if isinstance(target, bytearray) and isinstance(content, bytes):
                target[:] = content

    # -- what it gave ----------------------------------------------------------------------------

    def answer(self) -> Answer:
        """Wait for what the function returns or raises. Raises AnswerWrong where it never will."""
        if self._answer is None:
            ending = self.stage.wait(self._settled)
            if ending is not Ending.READY:
                raise self.trouble(ending, Evidence(problem=f"{self._function} does not return."))
            self._answer = reports.answer(self)
            self.stage.record(*self._answer.event(self.name))
        return self._answer

    def _settled(self) -> bool:
        return self._reply is not None or self._status is not None or self._gone

    def result(self) -> object:
        """The value that the function returned. Raises AnswerWrong where it raised, or is stuck."""
        return self.answer().value

    def expect(self, value: object) -> None:
        """The function returns this value."""
        self.answer().expect(value)

    def expect_error(self, kind: type[BaseException], *words: str) -> None:
        """The function raises this exception (or a subclass), with these words in its text."""
        self.answer().expect_error(kind, *words)

    def expect_exit(self, status: int) -> None:
        """The process exits with this status; -N: it is ended by signal N."""
        self._asked = True
        ending = self.stage.wait(lambda: self._status is not None or self._gone)
        if ending is not Ending.READY:
            raise self.trouble(ending, Evidence(problem=f"{self._function} does not exit."))
        self.stage.record("exit", self.name, note=reports.exit_words(self._status))
        if self._status != status:
            said = reports.exit_words(status), reports.exit_words(self._status)
            raise AnswerWrong(self.evidence(Evidence(expected=said[0], received=said[1])))

    def expect_running(self) -> None:
        """The function has neither returned nor ended."""
        self.stage.wait(self._settled, settle=True)
        if self._settled():
            raise AnswerWrong(
                self.evidence(Evidence(problem=f"{self._function} has ended, but should go on."))
            )

    def until_idle(self) -> "Subject":
        """Wait until it stands still and waits for somebody else, or has ended."""
        ending = self.stage.wait(lambda: False, settle=True)
        self.stage.check(ending)
        return self

    # -- seen from outside -----------------------------------------------------------------------

    @property
    def stdout(self) -> str:
        """What it printed so far, standard error among it."""
        self.pump()
        return self._printed.decode("utf-8", "backslashreplace")

    @property
    def cpu_seconds(self) -> float:
        """CPU time of the process so far, in seconds."""
        return proc.scheduled(self.pid).running

    def children(self) -> list[int]:
        """Process ids of the processes below it, zombies among them."""
        return processes.descendants_of(self.pid)

    def open_descriptors(self) -> list[str]:
        """What it holds open beyond its own streams, sorted: `TCP LISTEN`, `pipe`, a path, …"""
        return leftovers.described(self.pid, self._ours)

    def signal(self, number: int) -> "Subject":
        """Send it a signal (kill(2))."""
        self.stage.record("signal", "case", self.name, note=signals.Signals(number).name)
        self.tell(number)
        return self

    def tell(self, number: int) -> None:
        """Send it a signal that is no part of the story."""
        with contextlib.suppress(ProcessLookupError):
            signals.pidfd_send_signal(self._started.pidfds[1], number)

    def listening(self) -> tuple[str, int]:
        """The address that it listens on, once it does. Raises AnswerWrong where it never will."""
        found: list[tuple[str, int]] = []

        def listens() -> bool:
            waits = self._waits()  # first: then what it listens on is all that it will
            found[:] = sockdiag.listeners(self._all_inodes())
            self._has_listened |= bool(found)
            return (bool(found) and waits) or self._settled()

        ending = self.stage.wait(listens)
        if len(found) > 1:
            problem = f"{self._function} listens on {len(found)} addresses; one was asked for."
            raise AnswerWrong(self.evidence(Evidence(problem=problem)))
        if not found:
            raise self.trouble(ending, Evidence(problem=self._why_nobody_listens()))
        return found[0]

    def _waits(self) -> bool:
        """Whether it has come to a wait, and so has set up what it will; or it never does."""
        seen = quiescence.look([self._started.guardian])
        return seen.all_wait() or self.cpu_seconds > self._cpu_at_start + SETTING_UP

    def _all_inodes(self) -> set[int]:
        below = processes.descendants_of(self._started.guardian)
        return set[int]().union(*(proc.socket_inodes(pid) for pid in below))

    def _why_nobody_listens(self) -> str:
        if self._status is not None and self._reply is None:
            return f"Nobody is listening: {self._function} {reports.exit_words(self._status)}."
        if self._has_listened and self._settled():
            return f"Nobody is listening any more: {self._function}() has returned."
        if self._reply is not None and "returned" in self._reply:
            return f"Nobody is listening: {self._function}() returned without calling listen()."
        return f"Nobody is listening: {self._function}() has not called listen()."

    def connect(self, name: str = "client") -> Connection:
        """Connect to the address that it listens on, found from outside."""
        return Connection.to(self.stage, self.listening(), name, self.name)

    def where(self) -> Stuck | None:
        """The line that it stands at, as it says itself; None where it does not say.

        Ask when the verdict is known: asking wakes a process that waits for a signal.
        """
        if self._settled():
            return None
        return whereabouts.ask(self)

    # -- evidence --------------------------------------------------------------------------------

    def trouble(self, ending: Ending | None, evidence: Evidence) -> AnswerWrong:
        """The failure that a wait ended in, with where it stands or how it ended."""
        return AnswerWrong(
            self.evidence(evidence, ending),
            Verdict.TIMED_OUT
            if ending is not None and reports.is_timeout(ending)
            else Verdict.FAILED,
        )

    def settle(self, ending: Ending | None) -> None:
        """Wait until it has ended or stands still: a stream may end before its reason is known."""
        if ending is None or not reports.is_timeout(ending):
            self.stage.wait(self._settled)

    def is_unwritten(self) -> bool:
        """Whether the function is still as it was released."""
        return self._settled() and reports.answer(self).is_stub

    def evidence(self, evidence: Evidence, ending: Ending | None = None) -> Evidence:
        """Add what this subject has to do with it."""
        return reports.with_subject(self, evidence, ending)

    def where_to_ask(self) -> tuple[int, int]:
        """The process to ask for its line, and the descriptor where it answers."""
        return self.pid, self._probe

    @property
    def state(self) -> reports.State:
        """What is known of how it ended."""
        return reports.State(
            self._function,
            self._reply,
            self._status,
            self._gone,
            self._printed_total,
            self._spoiled,
        )

    # -- the end ---------------------------------------------------------------------------------

    def close(self) -> None:
        """End it and everything below it; note what it left behind."""
        if self._closed:
            return
        self.pump()
        self._note_leftovers()
        self.stage.something_was_ended |= not self._settled()
        with interrupts.held_back():
            self._closed = True
            self._end()

    def _end(self) -> None:
        files = leftovers.socket_files(self._all_inodes())
        self.stage.guardians.pop(self._started.guardian, None)
        if self in self.stage.actors:
            self.stage.actors.remove(self)
        self._end_guardian()
        for path in files:
            with contextlib.suppress(OSError):
                os.unlink(path)
                self.stage.warnings.append(f"{self.name} left the socket file {path} behind.")
        for fd in (self._started.output, self._probe, self._their_probe, *self._started.pidfds):
            if fd >= 0:
                os.close(fd)

    def _end_guardian(self) -> None:
        """Tell the guardian to end it, and wait until that is done."""
        guardian, subject = self._started.pidfds
        control = self._started.control
        lost = control.ended
        with contextlib.suppress(OSError):
            control.sock.shutdown(socket.SHUT_WR)
            signals.pidfd_send_signal(guardian, signals.SIGCONT)  # it may have been stopped
        if not _ends(guardian):
            lost = True
            signals.pidfd_send_signal(guardian, signals.SIGKILL)
        if lost:  # then the nursery sweeps; unless that was ended too
            self.stage.launcher.tidy(subject)
        control.close()
        self._started.channel.close()

    def _note_leftovers(self) -> None:
        if self._reply is None or self.stage.over:
            return
        for words in self._left_behind():
            self.stage.warnings.append(f"{self.name} left {words} behind.")
        for what in self._reply.get("unclosed", ()):
            self.stage.warnings.append(f"{self.name} did not close {what}: Python had to.")

    def _left_behind(self) -> list[str]:
        """Processes and threads that outlive the function."""
        if not self._last:
            return leftovers.below(self.pid)
        self.stage.wait(lambda: self._status is not None or self._gone, settle=True)
        threads = (self._reply or {}).get("threads", ()) if self._status is None else ()
        return self._left + [f"a thread ({name})" for name in threads]

    def __enter__(self) -> "Subject":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._must_not_have_raised()
        finally:
            self.stage.over = True if kind else self.stage.over
            self.close()

    def _must_not_have_raised(self) -> None:
        """What nobody asked for counts too: a server that dies after its last client has died.

        A connection that breaks now is not its doing: we, or what we ended, closed the other end.
        """
        if self._asked or self._answer is not None or self.stage.something_was_ended:
            return
        self.stage.check(self.stage.wait(self._settled, settle=True))
        error = (self._reply or {}).get("raised")
        if error and "ConnectionError" not in error["types"]:
            self.answer().value  # noqa: B018  raises, and says what it raised


def _ends(pidfd: int) -> bool:
    """Wait until a process has ended. Returns whether it did within the deadline."""
    poller = select.poll()
    poller.register(pidfd, select.POLLIN)
    return bool(poller.poll(END_DEADLINE * 1000))


def _listens(sock: socket.socket) -> bool:
    return bool(sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def _let_go(item: object) -> None:
    if isinstance(item, socket.socket):
        item.close()
    elif isinstance(item, End):
        item.let_go()
