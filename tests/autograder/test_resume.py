"""A run that is killed and started again: every submission has exactly one mark, the right one."""

import random
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from itertools import islice

import pytest

from ipcgrade.course import Course
from ipcgrade.journal import Journal
from ipcgrade.submitted import Class
from tests.autograder.test_many import KNOWS_ADA, RIGHT

ANSWERS = {"ada": RIGHT, "bo": KNOWS_ADA, "cy": RIGHT, "di": KNOWS_ADA}
MARKS = {RIGHT: 100, KNOWS_ADA: 40}


@pytest.fixture
def room(room):
    for student, answer in ANSWERS.items():
        room.submit(student, {"answer": answer})
    return room


@pytest.fixture
def begun(room):
    """Start a run in a process of its own; it is killed at the end, if it is not over."""
    command = [sys.executable, "-m", "ipcgrade", "--course", room.root, "grade", "0"]
    running = []

    def start(*options):
        process = subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True)
        running.append(process)
        return process

    yield start
    for process in running:
        killed(process)
        process.stderr.close()


def killed(process):
    process.kill()
    process.wait()


def holds(room, ipcgrade):
    """Finished by one more run, the class has its marks, and nothing twice."""
    status, _, _ = ipcgrade("grade", "0")

    assert status == 0
    marks = {student: sum(points.values()) for student, points in room.scores().items()}
    assert marks == {student: MARKS[answer] for student, answer in ANSWERS.items()}
    for student in ANSWERS:
        folder = room.root / "autograded" / student / room.assignment
        assert [path.name for path in folder.iterdir()] == ["00-welcome.ipynb"]


@pytest.mark.parametrize("graded", [1, 2, 3, 4])
def test_killed_when_so_many_were_graded(room, begun, ipcgrade, graded):
    process = begun()
    lines = list(islice(process.stderr, graded))
    killed(process)

    assert len(lines) == graded
    assert in_the_journal(room) >= graded
    holds(room, ipcgrade)


def in_the_journal(room):
    handed_in = Class(Course(room.root), room.assignment)
    keys = {handed_in.work(each).key for each in handed_in.of(())}
    with Journal(room.root / "journal" / "00-welcome.jsonl") as journal:
        return len(journal.graded(keys))


def test_killed_again_and_again_at_any_instant(room, begun, ipcgrade):
    instants = random.Random(4821)
    for _ in range(8):
        process = begun()
        with suppress(subprocess.TimeoutExpired):
            process.wait(instants.uniform(0.3, 4))
        killed(process)

    holds(room, ipcgrade)


def test_an_interrupt_says_how_to_go_on(room, begun, ipcgrade):
    process = begun()
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()

    assert process.returncode == 130
    assert "stopped; the same command goes on from here" in said
    assert "Traceback" not in said
    holds(room, ipcgrade)


def test_an_interrupt_of_grading_again_does_not_promise_to_go_on(room, begun):
    process = begun("--again")
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()

    assert "what was graded again is kept, and the same command begins from the start" in said


def test_killed_between_the_marks_and_the_journal(room, released, begun, ipcgrade):
    """Whichever of the two was written and the other not: the next run makes them agree."""
    assert ipcgrade("grade", "0")[0] == 0
    journal = room.root / "journal" / "00-welcome.jsonl"
    journal.write_bytes(journal.read_bytes()[:-40])
    holds(room, ipcgrade)
    shutil.copy(released.root / "gradebook.db", room.root)
    holds(room, ipcgrade)
