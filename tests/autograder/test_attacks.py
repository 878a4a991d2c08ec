"""Hostile submissions: each gets what its first line says, and its neighbours lose nothing."""

import os
import re
import select
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from ipcgrade import one, sandbox
from ipcgrade.judge import Judge
from ipclab.notebooks.notebook import Notebook
from tests.tree import COURSE

ATTACKS = sorted((Path(__file__).parent / "attacks").glob("*.*py"))  # .ipy: as IPython has it
SOURCE = one.source_of(COURSE, "00-welcome")


def graded(text: str):
    """The points of a submission whose answer is this text, and what its cards say."""
    notebook: Notebook = SOURCE.replacing("answer", text)
    with Judge() as sandboxes:
        results = list(sandboxes.grade(notebook, SOURCE.functions, seed=4821))
    return sum(result.points for result in results), "\n".join(r.message for r in results)


def required(text: str):
    """What the first line of an attack says: its points, and words of its cards."""
    match = re.fullmatch(r'# points: (\d+)(?:  "(.*)")?', text.partition("\n")[0])
    assert match, "the first line must name the points"
    return int(match[1]), match[2] or ""


def strays():
    """Processes of the sandboxes' user that outlive their sandbox."""
    uid = sandbox.LOWEST_UID if os.geteuid() == 0 else -1
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):
            if process.stat().st_uid == uid and not ends(int(process.name)):
                found.append(int(process.name))
    return found


def ends(pid):
    """Whether a process ends now: it was killed, and may not have gone yet."""
    poller = select.poll()
    poller.register(os.pidfd_open(pid), select.POLLIN)  # readable when it has, zombie or not
    return bool(poller.poll(5000))


@pytest.fixture
def nothing_left():
    yield
    left = strays()
    for pid in left:  # a hole in the sandbox fails the test, and not the machine
        os.kill(pid, signal.SIGKILL)
    assert left == []


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda path: path.stem)
def test_an_attack_gets_what_it_deserves(attack, nothing_left):
    points, words = required(attack.read_text())
    got, said = graded(attack.read_text())

    assert (got, said) == (points, said)
    assert words in " ".join(said.split())


def test_those_beside_them_keep_full_marks():
    """An attack in between, still running while the second right one is graded."""
    right = SOURCE.exercises[0].solution.source
    deaf = (Path(__file__).parent / "attacks" / "kills-everything-in-the-function.py").read_text()

    with Judge(slot=1) as hostile:
        first = graded(right)[0]
        between = hostile.grade(SOURCE.replacing("answer", deaf), SOURCE.functions, seed=1)
        next(between)
        second = graded(right)[0]

    assert (first, second) == (100, 100)
