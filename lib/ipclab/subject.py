"""Subjects: a learner's function, or a program, in a process of its own, seen from outside."""

import signal as signals
import socket
from collections.abc import Callable, Sequence

from ipclab import asleep, names, reports
from ipclab.answer import Answer, exit_words
from ipclab.cards.evidence import Evidence, Stuck
from ipclab.cards.verdict import Verdict
from ipclab.clock import Ending
from ipclab.connection import Connection
from ipclab.discovery import Discovery
from ipclab.errors import AnswerWrong, CannotTravel
from ipclab.handing import Handing
from ipclab.launch import interrupts
from ipclab.launch.launcher import Launcher, name_of
from ipclab.launch.shipping import pickle_arguments
from ipclab.launch.stand_in import Shipment
from ipclab.launch.worker import Worker
from ipclab.observed import Observed
from ipclab.outside import leftovers, whereabouts
from ipclab.outside.quiescence import Cycles
from ipclab.stage import Stage
from ipclab.stream import Address

Runnable = Callable[..., object] | Sequence[str]
Shipped = dict[int, tuple[object, Shipment]]  # by id, with what keeps that id taken


class Subject(Observed):
    """A process that runs student code. On leaving its block, it and all below it are ended."""

    def __init__(self, stage: Stage, name: str, launcher: Launcher) -> None:
        super().__init__(stage, name)
        self.launcher = launcher
        self.sources: set[str] = set()  # the learner's cells, by their code's file name
        self._answer: Answer | None = None
        self._is_closed = self._is_last = False  # last: its process ends with the function
        self._is_asked = True  # nothing was called that could have raised
        self._handing = Handing(self.name)
        with interrupts.held_back():  # it is started, or it is not; and what is started is known
            self._worker = Worker(launcher)
            self._discovery = Discovery(self._worker)
            self.stage.actors.append(self)
            self.stage.guardians[self._worker.guardian] = self.name

    # -- calling -------------------------------------------------------------------------------

    def begin(
        self,
        function: Runnable,
        args: tuple[object, ...],
        hello: socket.socket | None = None,
        shipped: Shipped | None = None,
    ) -> None:
        """Start the one call of `run`; with `hello`, stepped (launch/steps.py).

        `shipped`: what was shipped already, for who runs the same function often.
        """
        if isinstance(function, (list, tuple)):
            self._worker.say(("exec", [str(word) for word in function]))
        else:
            self._call(function, args, last=True, hello=hello, shipped=shipped)

    def call(self, function: Callable[..., object], *args: object) -> Answer:
        """Run a function in this process, to its end. Raises AnswerWrong where it gets stuck."""
        self._function = name_of(function)
        self._answer = None
        self._call(function, args, last=False)
        return self.answer()

    def _call(
        self,
        function: object,
        args: tuple[object, ...],
        last: bool,
        hello: socket.socket | None = None,
        shipped: Shipped | None = None,
    ) -> None:
        if not callable(function):
            raise AnswerWrong(Evidence(problem=f"{function!r} is not a function: run needs one."))
        shipment, arguments = self._ship(function, args, shipped if shipped is not None else {})
        self._is_asked, self._is_last = False, last
        self._worker.call(shipment, arguments, self._handing.travelling(), last, hello)
        self._handing.let_go()

    def _ship(
        self, function: object, args: tuple[object, ...], shipped: Shipped
    ) -> tuple[Shipment, bytes]:
        try:
            with self.stage.borrowed.given_back(function):
                if id(function) not in shipped:
                    shipped[id(function)] = function, self.stage.launcher.ship(function, args)
                shipment = shipped[id(function)][1]
                self.sources.update(shipment.sources)
                return shipment, pickle_arguments(args, {}, self._handing)
        except CannotTravel as error:
            raise AnswerWrong(reports.cannot_travel(self._function, error)) from error

    # -- what the stage asks ---------------------------------------------------------------------

    def pump(self) -> bool:
        """Take in what it printed and what it, or its guardian, said."""
        if self._is_closed:
            return False
        printed, had_reply = self._worker.printed_in_all, self._worker.reply is not None
        news = self._worker.pump()
        self.stage.printed += self._worker.printed_in_all - printed
        if self._worker.reply is not None and not had_reply:
            self.stage.keep(self._worker.reply.get("returned"))
            self._handing.take_back(self._worker.reply.get("buffers", {}))
        return news

    def wants(self) -> list[tuple[int, int]]:
        """Descriptors that tell of news."""
        return self._worker.wants()

    def inodes(self) -> set[int]:
        """None of ours: its own are found below its guardian."""
        return set()

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
        return self._worker.is_settled

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
        self._is_asked = True
        ending = self.stage.wait(lambda: self._worker.has_ended)
        if ending is not Ending.READY:
            raise self.trouble(ending, Evidence(problem=f"{self._function} does not exit."))
        self.stage.record("exit", self.name, note=exit_words(self._worker.status))
        if self._worker.status != status:
            said = exit_words(status), exit_words(self._worker.status)
            raise AnswerWrong(self.evidence(Evidence(expected=said[0], received=said[1])))

    def expect_running(self) -> None:
        """The function has neither returned nor ended."""
        self.stage.wait(self._settled, settle=Cycles())
        if self._settled():
            problem = f"{self._function} has ended, but should go on."
            raise AnswerWrong(self.evidence(Evidence(problem=problem)))

    def until_idle(self) -> "Subject":
        """Wait until it stands still and waits for somebody else, or has ended."""
        self.stage.check(self.stage.wait(lambda: False, settle=Cycles()))
        return self

    def until_asleep(self) -> "Subject":
        """Wait until it can only go on when somebody wakes it: who looks again and again fails."""
        asleep.wait(self)
        return self

    # -- seen from outside -----------------------------------------------------------------------

    @property
    def stdout(self) -> str:
        """What it printed so far, standard error among it."""
        self.pump()
        return self._worker.printed.decode("utf-8", "backslashreplace")

    def listening(self) -> Address:
        """The address that it listens on, once it does. Raises AnswerWrong where it never will."""
        discovery = self._discovery
        ending = self.stage.wait(lambda: discovery.look() or self._settled())
        if (count := len(discovery.found)) > 1:
            problem = reports.too_many_listen(self._function, count, self._handing.has_a_listener)
            raise AnswerWrong(self.evidence(Evidence(problem=problem)))
        if not discovery.found:
            has_listened = discovery.has_listened or self._handing.has_a_listener
            problem = reports.nobody_listens(self.state, has_listened)
            raise self.trouble(ending, Evidence(problem=problem))
        return discovery.found[0]

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
        verdict = Verdict.TIMED_OUT if reports.is_timeout(ending) else Verdict.FAILED
        return AnswerWrong(self.evidence(evidence, ending), verdict)

    def settle(self, ending: Ending | None) -> None:
        """Wait until it has ended or stands still: a stream may end before its reason is known."""
        if not reports.is_timeout(ending):
            self.stage.wait(self._settled)

    def is_unwritten(self) -> bool:
        """Whether the function is still as it was released."""
        return self._settled() and reports.answer(self).is_stub

    def evidence(self, evidence: Evidence, ending: Ending | None = None) -> Evidence:
        """Add what this subject has to do with it."""
        return reports.with_subject(self, evidence, ending)

    def where_to_ask(self) -> tuple[int, int]:
        """The process to ask for its line, and the descriptor where it answers."""
        return self.pid, self._worker.probe

    # -- the end ---------------------------------------------------------------------------------

    def close(self) -> None:
        """End it and everything below it; note what it left behind."""
        if self._is_closed:
            return
        self.pump()
        self._note_leftovers()
        # Whether it was not ended before its time: by us, or by a SIGKILL that a case sent.
        is_over = self._settled() and self._worker.status != -signals.SIGKILL
        names.look(self.stage, self.name, self.pid, self._worker.guardian, is_over)
        self.stage.something_was_ended |= not self._settled()
        with interrupts.held_back():
            self._is_closed = True
            self._end()

    def _end(self) -> None:
        files = leftovers.socket_files(self._discovery.inodes())
        self.stage.guardians.pop(self._worker.guardian, None)
        if self in self.stage.actors:
            self.stage.actors.remove(self)
        self._worker.end()
        removed = leftovers.remove(files)
        self.stage.warnings += [f"{self.name} left the socket file {p} behind." for p in removed]

    def _note_leftovers(self) -> None:
        """Say what outlives the function, if it came to its end."""
        worker = self._worker
        if worker.reply is None or self.stage.over:
            return
        if self._is_last:
            self.stage.wait(lambda: worker.has_ended, settle=Cycles())
            self.stage.wait(lambda: not leftovers.trackers(worker.guardian))  # they unlink names
        left = worker.left if self._is_last else leftovers.below(self.pid)
        left.pop(worker.reply["tracker"], "")  # as both its process and its guardian see it
        is_alive = self._is_last and worker.status is None
        self.stage.warnings += reports.leftovers(self.name, left, worker.reply, is_alive)

    def __enter__(self) -> "Subject":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._must_not_have_raised()
        finally:
            self.stage.over = True if kind else self.stage.over
            self.close()
        if kind is None and self._worker.guardian_was_killed:
            raise AnswerWrong(Evidence(problem=f"{self._function} {exit_words(None)}."))

    def _must_not_have_raised(self) -> None:
        """What nobody asked for counts too: a server that dies after its last client has died.

        A connection that breaks now is not its doing: we, or what we ended, closed the other end.
        """
        if self._is_asked or self._answer is not None or self.stage.something_was_ended:
            return
        self.stage.check(self.stage.wait(self._settled, settle=Cycles()))
        error = (self._worker.reply or {}).get("raised")
        if error and "ConnectionError" not in error["types"]:
            self.answer().value  # noqa: B018  raises, and says what it raised
