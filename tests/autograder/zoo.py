"""The attack zoo: hostile submissions, each graded in a row of right ones, several rows at once.

The first line of an attack says what it must get:

    # points: 20 in 02-byte-streams/request  "words of its cards"
    # refused: "words of the refusal"
"""

import os
import re
import runpy
import select
import signal
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from queue import SimpleQueue

from ipcgrade import one
from ipcgrade.judge import Judge
from ipcgrade.watchdog import depth
from ipclab.cards.escape import plain
from ipclab.launch import processes
from ipclab.notebooks.notebook import NotebookError
from tests.tree import COURSE

FOLDER = Path(__file__).parent / "attacks"
ROWS = 3  # side by side: much of an attack is waiting
SLOT = 10 + os.getpid() % 900  # the first of ours: another run on this machine has others
RIGHT = "00-welcome"
_FIRST = re.compile(r'# (?:points: (\d+)|refused:)(?: in (\S+)/(\S+))?(?: +"(.*)")?')
MOST_PROCESSES = 6000  # on the machine; a hole in the sandbox fails a test, and not the machine
LEAST_MEMORY = 0.1  # of the machine's


@dataclass(frozen=True)
class Attack:
    """One file of the zoo."""

    path: Path

    def __str__(self) -> str:
        return self.path.stem

    @property
    def required(self) -> tuple[int | None, str]:
        """Its points, None where it is to be refused; and words that it must be told."""
        points, words = self._first[1], self._first[4]
        return int(points) if points else None, words or ""

    @property
    def _first(self) -> re.Match[str]:
        match = _FIRST.fullmatch(self.path.read_text().partition("\n")[0])
        assert match, f"the first line of {self.path.name} must say what it gets"
        return match

    def task(self, folder: Path) -> one.Task:
        """The submission: a function in the place of the answer, or a file that it hands in."""
        if self.path.parent.name == "handed-in":
            path = folder / f"{RIGHT}.ipynb"
            source = (COURSE.source / RIGHT / path.name).read_text()
            other = runpy.run_path(str(self.path))["hand_in"](path, source)
            return one.of_notebook(COURSE, other or path)
        source = source_of(self._first[2] or RIGHT)
        exercise = self._first[3] or "answer"
        notebook = source.replacing(exercise, self.path.read_text())
        return one.Task(notebook, source.functions, frozenset({exercise}))


def attacks() -> list[Attack]:
    return [Attack(path) for path in sorted(FOLDER.rglob("*.*py"))]  # .ipy: as IPython has it


@cache
def source_of(assignment):
    return one.source_of(COURSE, assignment)


@dataclass
class Outcome:
    """What an attack got, and what those beside it did."""

    points: int | None = None
    told: str = ""
    shown: str = ""
    faults: list[str] = field(default_factory=list)
    neighbours: list[int] = field(default_factory=list)


class Zoo:
    """Rows of submissions, graded in the background."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._slots: SimpleQueue[int] = SimpleQueue()
        for slot in range(ROWS):
            self._slots.put(SLOT + slot)
        self._pool = ThreadPoolExecutor(ROWS)

    def graded(self, attack: Attack) -> "Future[Outcome]":
        return self._pool.submit(self._outcome, attack)

    def _outcome(self, attack: Attack) -> Outcome:
        folder = self._folder / str(attack)
        folder.mkdir()
        try:
            task = attack.task(folder)
        except NotebookError as error:
            return Outcome(told=plain(str(error)))  # as check says it; nothing was run
        slot = self._slots.get()
        try:
            return _between_right_ones(task, slot)
        finally:
            self._slots.put(slot)

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)


def _between_right_ones(task: one.Task, slot: int) -> Outcome:
    with Judge(slot + ROWS) as beside:  # begins before the attack, ends while it is there
        right = beside.grade(*_right())
        points = next(right).points
        report = one.judge(task, 4821, slot)
        points += sum(result.points for result in right)
    return Outcome(
        report.score,
        report.text(),
        "".join(result.shown_html for result in report.results),
        [result.message for result in report.results if result.is_fault],
        [points, _graded_right(slot)],  # the second where the attack was
    )


def _right():
    source = source_of(RIGHT)
    return source, source.functions, 4821


def _graded_right(slot: int) -> int:
    with Judge(slot) as sandboxes:
        return sum(result.points for result in sandboxes.grade(*_right()))


def nested() -> list[int]:
    """Processes of ours in sandboxes, also those that lost their parent (`bounded`)."""
    return [pid for pid in processes.descendants_of(os.getpid()) if depth(pid) > depth()]


def strays() -> list[int]:
    """What outlives the sandboxes; ended here."""
    return [pid for pid in nested() if not _ends(pid)]


def _ends(pid: int) -> bool:
    """Whether a process ends by itself: its sandbox has, and it may not have gone yet."""
    with suppress(ProcessLookupError), ExitStack() as stack:
        pidfd = os.pidfd_open(pid)
        stack.callback(os.close, pidfd)
        poller = select.poll()
        poller.register(pidfd, select.POLLIN)  # readable when it has, zombie or not
        if poller.poll(5000):
            return True
        signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        return False
    return True


@contextmanager
def bounded():
    """End all of the zoo where it gets out of hand, which nothing but a hole lets it."""
    processes.become_subreaper()  # so that nothing gets out of sight
    over, escaped = threading.Event(), []

    def watch() -> None:
        while not over.wait(0.2):
            if _memory() < LEAST_MEMORY or _tasks() > MOST_PROCESSES:
                escaped.extend(_kill(nested()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield escaped
    finally:
        over.set()
        watcher.join()


def _kill(pids: list[int]) -> list[int]:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return pids


def _memory() -> float:
    found = dict(re.findall(r"(\w+): +(\d+) kB", Path("/proc/meminfo").read_text()))
    return int(found["MemAvailable"]) / int(found["MemTotal"])


def _tasks() -> int:
    return int(Path("/proc/loadavg").read_text().split()[3].partition("/")[2])
