"""The examiner's side of the subject host: the student's cells, and stand-ins for functions."""

import contextlib
import select
import signal
import socket
import time
from collections.abc import Callable

from ipclab.answer import exit_words
from ipclab.errors import CannotTravel
from ipclab.handing import Handing
from ipclab.launch import codec, messages
from ipclab.launch.launcher import Launcher, pickle_arguments
from ipclab.launch.stand_in import Shipment, StandIn
from ipclab.launch.worker import Worker
from ipclab.notebooks import host
from ipclab.notebooks.notebook import Cell, Kind
from ipclab.notebooks.runner import Executed, Namespace, execute, remember
from ipclab.outside import proc

CELL_CPU = 5.0  # seconds of CPU that a cell of the student may take
CELL_WALL = 15.0  # seconds, less those in which it was ready to run but had no CPU
GRACE = 2.0  # seconds that an interrupted cell has to end
TICK = 0.05  # seconds between two looks at the clock


class Ended(Exception):
    """The host ended, or had to be ended; the text says how."""


class Student:
    """Executes a student's cells in a subject host, and puts stand-ins in the examiner's namespace.

    A cell that ends the host, or does not end, is left out: a new host executes those before it.
    """

    def __init__(self, launcher: Launcher) -> None:
        self._launcher = launcher
        self.names: list[str] = []  # of the exercises' functions, which the cases know
        self._done: list[Cell] = []  # what a new host must execute again
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
        with contextlib.suppress(SyntaxError):
            remember(cell)
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
        return StandIn(name, lambda: self._host.ship(name))


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

    def ship(self, name: str) -> Shipment:
        """A function as bytes. Raises CannotTravel."""
        try:
            answer = self._ask(("ship", name))
        except Ended as how:
            raise CannotTravel(name, f"the process of your cells ended: {how}") from how
        match answer:
            case ("shipped", bytes() as function, dict() as sources):
                return Shipment(function, {str(file): str(text) for file, text in sources.items()})
            case ("cannot", str() as variable, str() as reason):
                raise CannotTravel(variable[:200], reason[: host.LONGEST_ERROR])
        raise CannotTravel(name, "the process of your cells does not answer")

    def _ask(self, request: object) -> object:
        """Say it and wait for the answer, within the limits of a cell. Raises Ended."""
        clock = Clock(self._worker.pid)
        try:
            self._say(request)
        except OSError as error:
            raise Ended(self._how()) from error
        if not self._wait(self._has_answer, clock.is_over):
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

    def _has_answer(self) -> bool:
        """Whether the answer, or the end of all answers, has come."""
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
    """Says when a host has had enough: in its own CPU time, and in time that it could have used."""

    def __init__(self, pid: int) -> None:
        self._pid, self._began = pid, time.monotonic()
        self._before = proc.scheduled(pid)

    def is_over(self) -> bool:
        """Whether it has used up its CPU time, or its time."""
        now = proc.scheduled(self._pid)
        starved = now.waiting_for_cpu - self._before.waiting_for_cpu
        wall = time.monotonic() - self._began - starved
        return now.running - self._before.running > CELL_CPU or wall > CELL_WALL


def after(seconds: float) -> Callable[[], bool]:
    """Says whether so many seconds have gone by."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end
