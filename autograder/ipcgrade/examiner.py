"""The examiner: runs the cases of one submission, in the outer sandbox, and says how each ended.

    python -P -m ipcgrade.examiner FD JUDGE TALLY DOOR …

    FD: our end of a socket pair to the judge; JUDGE: the folder that the inner sandbox has not,
    empty where there is to be no sandbox;
    TALLY, DOOR: descriptors of the guard that limits the student's side (limits.py)

It executes the course's own cells only. The student's are executed in the inner sandbox.
"""

import linecache
import os
import socket
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from ipcgrade import limits, sandbox
from ipcgrade.enforced import Tally, told
from ipcgrade.graded import Ended
from ipcgrade.student import Student
from ipclab.launch import launcher, messages, reach
from ipclab.launch.launcher import Launcher
from ipclab.notebooks.notebook import Cell, Kind, Notebook
from ipclab.notebooks.runner import check

WARM = ("ipclab.notebooks.host",)


class InSandbox(Launcher):
    """Starts what reaches a function of the student in the inner sandbox; our own code, beside it.

    Our own programs, those that a student is to tell good from bad, are out of the student's sight.
    """

    def __init__(self, judge: str, doors: Sequence[int]) -> None:
        if not judge:
            limits.put_on()
        within = sandbox.inner(judge) if judge else ()
        super().__init__(within=within, warm=WARM, doors=doors)
        self._ours = Launcher()

    def apt_for(self, function: object, arguments: Iterable[object]) -> Launcher:
        return self if reach.stand_ins([function, *arguments]) else self._ours

    def line(self, file: str, number: int) -> str:
        """The text of a line that we were given: a file of the student is not opened."""
        known = linecache.cache.get(file, ())
        lines = known[2] if len(known) == 4 and known[1] is None else []
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""

    def close(self) -> None:
        super().close()
        self._ours.close()


def main(fd: int, judge: str, tally: int, *doors: int) -> None:
    """Warm up, say so, grade the one submission that comes, and say how each case ended."""
    desk = socket.socket(fileno=fd)
    inside = InSandbox(judge, doors)
    launcher.adopt(inside)
    student = Student(inside)
    messages.send(desk, "ready")
    match messages.receive(desk):
        case (str() as name, list() as cells, int() as seed, list() as only, list() as names):
            student.names = names
            os.environ["IPCLAB_SEED"] = str(seed)
            notebook = Notebook(name, tuple(map(_cell, cells)))
            _grade(desk, notebook, student, only, Tally(tally))
    student.close()
    inside.close()


def _grade(
    desk: socket.socket, notebook: Notebook, student: Student, only: list[str], tally: Tally
) -> None:
    for result in check(
        notebook, student=student.execute, locked=student.execute_locked, only=only
    ):
        ended = told(result) if tally.has_grown() else result
        messages.send(desk, ("case", Ended.of(ended).data()))
    messages.send(desk, "done")


def _cell(data: Any) -> Cell:  # noqa: ANN401  from the judge
    number, kind, source, own_id, points = data
    return Cell(number, Kind(kind), source, own_id, points)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:]))
