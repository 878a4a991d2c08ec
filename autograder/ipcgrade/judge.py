"""Grades one submission, in sandboxes of its own."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator

from ipcgrade import cgroup, limits, room, sandbox, watchdog
from ipcgrade.graded import Ended, ended_from
from ipclab.cards.verdict import Verdict
from ipclab.clock import MOST_PROCESSES
from ipclab.errors import GraderFault
from ipclab.launch import codec, messages
from ipclab.notebooks.notebook import Notebook

START = 60.0  # seconds in which a sandbox is there, on a busy machine too
LONGEST = 600.0  # seconds for one submission; each of its waits has a limit far below
END = 5.0  # seconds in which an examiner that has nothing more to do ends


class Judge:
    """One pair of sandboxes, warm, for one submission. On leaving its block, they are gone.

    Raises GraderFault where they cannot be started, or could not have all that they may take.
    """

    def __init__(self, slot: int = 0, isolated: bool = True) -> None:
        self._user = sandbox.user(slot) if isolated else os.getuid()
        room.demand(limits.ALL_PROCESSES, self._user)
        self._guard = guard() if isolated else watchdog.Watchdog(nested=0)
        self._desk, theirs = socket.socketpair()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed in close()
        with theirs:
            self._process = self._start(theirs, slot, isolated)
        self._guard.watch(self._process.pid)
        self._inbox = messages.Inbox(self._desk)

    def _start(self, theirs: socket.socket, slot: int, isolated: bool) -> "subprocess.Popen[bytes]":
        stage, fd = sandbox.stage(), theirs.fileno()
        guarded = [self._guard.tally, *self._guard.doors]
        hidden = stage.judge if isolated else ""
        examiner = [sys.executable, "-P", "-m", "ipcgrade.examiner", str(fd), hidden]
        command = [*examiner, *map(str, guarded)]
        try:
            return subprocess.Popen(
                sandbox.outer(stage, command, slot) if isolated else command,
                pass_fds=[fd, *guarded],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                start_new_session=True,
            )
        except OSError as error:
            self._desk.close()
            self._errors.close()
            self._guard.close()
            raise GraderFault(f"the sandbox could not start: {error}") from error

    def grade(
        self,
        notebook: Notebook,
        names: Collection[str],
        seed: int,
        only: Collection[str] | None = None,
    ) -> Iterator[Ended]:
        """Yield how each case ended. Raises GraderFault where that cannot be known.

        `names`: the functions that its exercises ask for. `only`: the exercises whose cases to run;
        all of them where it is None.
        """
        self._desk.settimeout(START)
        if self._receive() != "ready":
            raise GraderFault("the sandbox did not start as it should")
        counted = [e for e in notebook.exercises if only is None or e.id in only]
        cells = [(c.number, c.kind.value, c.source, c.id, c.points) for c in notebook.cells]
        work = (notebook.name, cells, seed, [each.id for each in counted], list(names))
        messages.send(self._desk, work)
        self._desk.settimeout(LONGEST)
        expected = [cell.id for exercise in counted for cell in exercise.cases]
        while (message := self._receive()) != "done":
            result = _result(message)
            if not expected or result.id != expected.pop(0):
                raise GraderFault("the examiner named a case that was not due")
            if result.verdict is not Verdict.PASSED:
                room.demand(MOST_PROCESSES, self._user)  # or it may have failed for want of one
            yield result
        if expected:
            raise GraderFault(f"the examiner left out {expected[0]}")

    def _receive(self) -> object:
        try:
            while (message := self._inbox.take()) is messages.NOTHING:
                if self._inbox.ended:
                    raise GraderFault(f"the sandbox ended early ({self._complaint()})")
                self._inbox.fill(exactly=True)
        except TimeoutError as error:
            raise GraderFault("the examiner did not answer in time") from error
        except (OSError, codec.MalformedMessage) as error:
            raise GraderFault(f"the examiner did not answer as it should ({error})") from error
        return message

    def _complaint(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read(10_000).decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:300] if lines else f"exit status {self._process.poll()}"

    def close(self) -> None:
        """End all that is in the sandboxes: with their first process goes everything."""
        self._inbox.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END)
        self._process.kill()
        self._process.wait()
        self._guard.close()
        self._errors.close()

    def __enter__(self) -> "Judge":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def guard() -> limits.Guard:
    """What holds a submission to its memory: a control group, where one can be had.

    Raises GraderFault where a program that it takes to find that out is not there.
    """
    try:
        place = cgroup.place(tuple(sandbox.ordinary()))  # found out once: all slots are alike
    except OSError as error:
        raise GraderFault(f"the sandbox could not start: {error}") from error
    if place is not None:
        with contextlib.suppress(OSError):
            return cgroup.Cgroup(place)
    return watchdog.Watchdog()


def _result(message: object) -> Ended:
    """How a case ended, from plain data. Raises GraderFault."""
    match message:
        case ("case", dict() as data):
            with contextlib.suppress(ValueError):
                return ended_from(data)
    raise GraderFault("the examiner said what is no verdict")
