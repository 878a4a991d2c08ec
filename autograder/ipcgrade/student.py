"""The examiner's side of the subject host: the student's cells, and stand-ins for functions."""

import contextlib
import select
import signal
import socket
import time
from collections.abc import Callable
from typing import NamedTuple

from ipclab.answer import exit_words
from ipclab.clock import MOST_PROCESSES
from ipclab.errors import CannotTravel
from ipclab.handing import Handing
from ipclab.launch import codec, messages, processes
from ipclab.launch.launcher import Launcher, pickle_arguments
from ipclab.launch.stand_in import Shipment, StandIn
from ipclab.launch.worker import Worker
from ipclab.notebooks import host
from ipclab.notebooks.notebook import Cell, Kind
from ipclab.notebooks.runner import Executed, Namespace, execute, remember
from ipclab.outside import proc, quiescence

CELL_CPU = 5.0  # seconds of CPU that a cell of the student may take
CELL_WALL = 15.0  # seconds, less those in which it was ready to run but had no CPU
GRACE = 2.0  # seconds that an interrupted cell has to end
TICK = 0.05  # seconds between two looks at the clock


class Ended(Exception):
    """The host ended, or had to be ended; the text says how."""


class Student:
    """Executes a student's cells in a subject host, and puts stand-ins in the examiner's namespace.

    A cell that ends the host, or does not end, is left out: a new host executes those before it.
    While a case runs the host stands still, and what its cells started has been ended: nothing of
    the student's is there but what the case runs.
    """

    def __init__(self, launcher: Launcher) -> None:
        self._launcher = launcher
        self.names: list[str] = []  # of the exercises' functions, which the cases know
        self._done: list[Cell] = []  # what a new host must execute again
        self._shipped: dict[str, Shipment | CannotTravel] = {}  # since the last cell
        self._host = Host(launcher)

    def execute(self, cell: Cell, namespace: Namespace) -> Executed:
        """Execute a cell of the student's, there."""
        error, present = self._run(cell)
        for name in self.names:
            if name in present:
                namespace[name] = self._stand_in(name, present[name])
            else:
                namespace.pop(name, None)
        return Executed(error=error)

    def execute_locked(self, cell: Cell, namespace: Namespace) -> Executed:
        """Execute a cell of the course's: here for the cases, there for the student's cells."""
        ended = execute(cell, namespace)
        self._run(cell)
        return ended

    def close(self) -> None:
        """End the host."""
        self._host.close()

    def _run(self, cell: Cell) -> tuple[str, dict[str, str]]:
        note(cell)
        self._shipped.clear()
        try:
            result = self._host.run(cell, self.names)
        except Ended as how:
            return f"{how}: it was left out", self._again()
        self._done.append(cell)
        return result

    def _again(self) -> dict[str, str]:
        """Start a new host and execute again what had been; return the names that are there."""
        self._host.close()
        self._host = Host(self._launcher)
        present: dict[str, str] = {}
        kept = []
        for cell in self._done:
            try:
                _, present = self._host.run(cell, self.names)
                kept.append(cell)
            except Ended:  # once it went well; now it does not
                self._host.close()
                self._host = Host(self._launcher)
        self._done = kept
        return present

    def _stand_in(self, name: str, words: str) -> object:
        if words:
            return codec.Opaque("object", words)
        return StandIn(name, lambda: self._ship(name))

    def _ship(self, name: str) -> Shipment:
        """A function as bytes. Raises CannotTravel."""
        if name not in self._shipped:
            self._shipped[name] = self._fetched(name)
        shipped = self._shipped[name]
        if isinstance(shipped, CannotTravel):
            raise shipped
        return shipped

    def _fetched(self, name: str) -> Shipment | CannotTravel:
        try:
            return self._host.ship(name)
        except Ended:  # by a case before, which may end all that it sees: this one is another
            self._again()
        try:
            return self._host.ship(name)
        except Ended as how:
            return CannotTravel(name, f"the process of your cells ended: {how}")


class Host:
    """One subject host. Whatever it says is data."""

    def __init__(self, launcher: Launcher) -> None:
        ours, theirs = socket.socketpair()
        self._worker = Worker(launcher)
        handing = Handing("host")
        arguments = pickle_arguments((theirs,), {}, handing)
        shipment = launcher.ship(host.serve)
        self._worker.call(shipment, arguments, handing.travelling(), is_last=True)
        handing.let_go()
        ours.setblocking(False)
        self._inbox = messages.Inbox(ours, only_sockets=True)
        self._heard: object = messages.NOTHING

    def run(self, cell: Cell, names: list[str]) -> tuple[str, dict[str, str]]:
        """Execute a cell. Returns what it raised, and which names are there. Raises Ended."""
        kind = Kind.CODE if cell.kind is Kind.TEST else cell.kind
        match self._ask(("cell", cell.number, kind.value, cell.id, cell.source, names)):
            case ("ran", str() as error, dict() as present):
                return error[: host.LONGEST_ERROR], {
                    name: words for name, words in present.items() if isinstance(words, str)
                }
        raise Ended("it wrote where its answer comes from")

    def ship(self, name: str) -> Shipment | CannotTravel:
        """A function as bytes, or why it cannot travel. Raises Ended."""
        match self._ask(("ship", name)):
            case ("shipped", bytes() as function, dict() as sources):
                return Shipment(function, {str(file): str(text) for file, text in sources.items()})
            case ("cannot", str() as variable, str() as reason):
                return CannotTravel(variable[:200], reason[: host.LONGEST_ERROR])
        return CannotTravel(name, "the process of your cells does not answer")

    def _ask(self, request: object) -> object:
        """Wake it, ask it, and let it rest again. Raises Ended."""
        self._worker.kill(signal.SIGCONT)
        try:
            return self._answer(request)
        finally:
            processes.end_below(self._worker.guardian, spare={self._worker.pid})
            self._worker.kill(signal.SIGSTOP)

    def _answer(self, request: object) -> object:
        """Say it and wait for the answer, within the limits of a cell. Raises Ended."""
        clock = Clock(self._worker.guardian)
        try:
            self._say(request)
        except OSError as error:
            raise Ended(self._how()) from error
        if not self._wait(self._has_answer, lambda: clock.is_over() or self._stands_still()):
            self._worker.kill(signal.SIGINT)
            if not self._wait(self._has_answer, after(GRACE)):
                raise Ended("it does not end, and ignores an interrupt")
        if self._heard is messages.NOTHING:
            raise Ended(self._how())
        answer, self._heard = self._heard, messages.NOTHING
        return answer

    def _say(self, request: object) -> None:
        sock = self._inbox.sock
        sock.settimeout(CELL_WALL)
        try:
            messages.send(sock, request)
        finally:
            sock.setblocking(False)

    def _stands_still(self) -> bool:
        """Whether it waits for what cannot come; an answer has come before, or never will."""
        guardians = [self._worker.guardian]
        moves = quiescence.movement(quiescence.look(guardians), guardians, set())
        return moves is quiescence.Movement.NOTHING and not self._has_answer()

    def _has_answer(self) -> bool:
        """Whether the answer, or the end of all answers, has come."""
        if self._heard is not messages.NOTHING:
            return True
        try:
            self._inbox.fill()
            self._heard = self._inbox.take()
        except codec.MalformedMessage as error:
            raise Ended("it wrote where its answer comes from") from error
        return self._heard is not messages.NOTHING or self._inbox.ended

    def _how(self) -> str:
        if not self._wait(lambda: self._worker.status is not None, after(GRACE)):
            return "it closed the connection to the examiner"
        return f"the process of your cells {exit_words(self._worker.status)}"

    def _wait(self, ready: Callable[[], bool], is_over: Callable[[], bool]) -> bool:
        """Wait until it is ready, which is the result, or over; take in what the host prints."""
        while not ready():
            if is_over():
                return False
            poller = select.poll()
            if not self._inbox.ended:
                poller.register(self._inbox.sock, select.POLLIN)
            for fd, events in self._worker.wants():
                poller.register(fd, events)
            poller.poll(TICK * 1000)
            self._worker.pump()
        return True

    def close(self) -> None:
        """End it, and all that it started."""
        self._inbox.close()
        self._worker.end()


class Clock:
    """Says when the cells have had enough: in CPU time, and in time that they could have used.

    What they started counts, for as long as it lives.
    """

    def __init__(self, guardian: int) -> None:
        self._guardian, self._began = guardian, time.monotonic()
        self._before = self._used()

    def is_over(self) -> bool:
        """Whether they have used up their CPU time, or their time, or start ever more processes."""
        now = self._used()
        starved = now.waiting - self._before.waiting
        wall = time.monotonic() - self._began - starved
        used_up = now.running - self._before.running > CELL_CPU or wall > CELL_WALL
        return used_up or now.processes > MOST_PROCESSES

    def _used(self) -> "Used":
        pids = processes.descendants_of(self._guardian)
        scheduled = [proc.scheduled(pid) for pid in pids]
        waiting = max((each.waiting_for_cpu for each in scheduled), default=0.0)
        return Used(sum(each.running for each in scheduled), waiting, len(pids))


class Used(NamedTuple):
    """What the scheduler gave so far, in seconds."""

    running: float
    waiting: float  # ready to run, but without a CPU
    processes: int


def note(cell: Cell) -> None:
    """Keep the cell's text where cards look for a line, if it is Python: it is the student's."""
    with contextlib.suppress(Exception):
        remember(cell)


def after(seconds: float) -> Callable[[], bool]:
    """Says whether so many seconds have gone by."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end
