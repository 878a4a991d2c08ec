"""What it costs to grade a class: nbgrader and the judge, the same submissions, the same scores.

A real mix is 70 of 100 right, 25 with mistakes, 5 with one answer that computes for ever. Recording
in the gradebook is part of both. The bare cases are what any grader must wait for. Throughput is of
the smallest unit, so that a large class is graded in minutes: what is the judge's own weighs most.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

from ipclab.notebooks.runner import check
from tests.autograder.classroom import Classroom
from tests.benchmarks.figures import Figure
from tests.course import corpus

ASSIGNMENT = "02-byte-streams"
SUBMISSIONS = 60
SMALLEST = "00-welcome"
SIZES = (10, 100, 1000)  # of classes, which show that a submission costs the same in each
FOR_EVER = "def recv_exactly(sock, n):\n    while True:\n        pass\n"
_PSS = re.compile(r"^Pss: +(\d+) kB", re.MULTILINE)


def measure(submissions: int = SUBMISSIONS) -> list[Figure]:
    """The ratios, of two classes of so many."""
    with tempfile.TemporaryDirectory(prefix="class-") as place:
        right = _ratio(Path(place) / "right", [{}] * submissions)
        mix = _ratio(Path(place) / "mix", mixed(submissions))
        over, memory = _alone(Path(place) / "right", submissions)
        throughput = list(_throughput(Path(place)))
    return [
        Figure("grade_ratio_mix", "nbgrader / judge, a real mix", mix, ">= 20"),
        Figure("grade_ratio_right", "nbgrader / judge, all right", right, ">= 8"),
        Figure("judge_over_bare_ratio", "judge / bare cases, a submission", over, "<= 1.5"),
        Figure("judge_mb_per_submission", "judge's own memory (MB)", memory, "<= 60"),
        *throughput,
    ]


def mixed(submissions: int) -> list[dict[str, str]]:
    """By submission, which answers are other than the reference."""
    mistakes = [a for a in corpus.answers(corpus.MISTAKES) if a.assignment == ASSIGNMENT]
    wrong, endless = submissions // 4, submissions // 20
    some = islice(cycle(mistakes[:: max(1, len(mistakes) // max(1, wrong))]), wrong)
    answers = [{each.exercise: each.source} for each in some]
    answers += [{"recv_exactly": FOR_EVER}] * endless
    return answers + [{}] * (submissions - len(answers))


def _ratio(root: Path, submissions: list[dict[str, str]]) -> float:
    room = Classroom.open(root, ASSIGNMENT)
    for number, answers in enumerate(submissions):
        room.submit(f"s{number:03}", room.reference() | answers)
    pristine = root.with_suffix(".db")
    shutil.copy(root / "gradebook.db", pristine)
    theirs = _seconds(lambda: room.nbgrader("autograde", ASSIGNMENT))
    before = room.scores()
    shutil.copy(pristine, root / "gradebook.db")
    shutil.rmtree(root / "autograded")
    ours = _seconds(lambda: _grade(room))
    assert room.scores() == before, "the two do not give the same marks"
    return theirs / ours


def _grade(room: Classroom) -> None:
    command = [sys.executable, "-m", "ipcgrade", "--course", room.root, "grade", room.assignment]
    subprocess.run(command, check=True, capture_output=True)


def _throughput(place: Path) -> Iterator[Figure]:
    """Classes of several sizes, all right, from the command's start to the last recorded mark."""
    released = Classroom.open(place / "released", SMALLEST)
    for size in SIZES:
        room = Classroom(place / str(size), SMALLEST, {})
        shutil.copytree(released.root, room.root)
        for number in range(size):
            room.submit(f"s{number:04}", room.reference())
        seconds = _seconds(lambda room=room: _grade(room))
        marks = [sum(points.values()) for points in room.scores().values()]
        assert marks == [100] * size, "a right answer has not all points"
        what = f"{SMALLEST}, a class of {size:,}"
        yield Figure(
            f"submissions_per_second_{size}", f"{what}: submissions a second", size / seconds
        )
        each = 1000 * seconds / size
        yield Figure(f"submission_ms_{size}", f"{what}: one submission (ms)", each)


def _alone(root: Path, submissions: int) -> tuple[float, float]:
    """Graded one after the other, over the bare cases in one process; and the memory of ours."""
    bare = _seconds(lambda: [list(check(corpus.notebook(ASSIGNMENT))) for _ in range(submissions)])
    command = [sys.executable, "-m", "ipcgrade", "--course", root, "grade", ASSIGNMENT]
    began = time.perf_counter()
    with subprocess.Popen(
        [*command, "--again", "--diff", "--workers", "1"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as judge:
        most, over = [0.0], threading.Event()
        watcher = threading.Thread(target=_watch, args=(judge.pid, most, over))
        watcher.start()
        judge.wait()
        over.set()
        watcher.join()
    return (time.perf_counter() - began) / bare, max(most)


def _watch(pid: int, most: list[float], over: threading.Event) -> None:
    """Note the memory of the processes below this one, student code left out."""
    while not over.wait(0.2):
        most.append(sum(_megabytes(each) for each in _ours_below(pid)))


def _ours_below(pid: int) -> list[int]:
    found = []
    for child in _children(pid):
        line = _read(child, "cmdline")
        found += [child] if "bwrap" in line or "ipcgrade.examiner" in line else []
        found += _ours_below(child)
    return found


def _children(pid: int) -> list[int]:
    return [int(word) for word in _read(pid, f"task/{pid}/children").split()]


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text(errors="replace")
    except OSError:
        return ""


def _megabytes(pid: int) -> float:
    pss = _PSS.search(_read(pid, "smaps_rollup"))
    return int(pss[1]) / 1024 if pss else 0.0


def _seconds(task: Callable[[], object]) -> float:
    began = time.perf_counter()
    task()
    return time.perf_counter() - began
