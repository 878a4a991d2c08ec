"""Faults of ours are never zeros: no mark is recorded, and it is said what to do."""

import os
import resource
import sqlite3
import subprocess
import sys
import threading
from datetime import datetime

import pytest
from nbgrader.api import Gradebook

from ipcgrade import grading
from ipcgrade.judge import Judge
from ipclab.errors import GraderFault
from tests.autograder.test_many import KNOWS_ADA, RIGHT, total
from tests.course import corpus


@pytest.fixture
def room(room):
    room.submit("ada", {"answer": RIGHT})
    return room


def finished(room, ipcgrade):
    """When what was wrong is gone, the same command gives the mark."""
    assert ipcgrade("grade", "0")[0] == 0
    assert total(room, "ada") == 100


def test_no_sandbox_can_be_started(room, ipcgrade, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setenv("PATH", "/nowhere")
        status, printed, complaint = ipcgrade("grade", "0")

    assert status == 3
    assert "grader fault, no mark" in printed + complaint
    assert "ipcgrade doctor" in printed + complaint
    assert room.scores() == {}
    finished(room, ipcgrade)


@pytest.mark.parametrize("most", [1, 9])
def test_the_user_may_have_no_more_processes(room, ipcgrade, most):
    """With 9 the sandboxes start, and what a case runs does not: as if the answer were wrong."""
    command = ["prlimit", f"--nproc={most}:{most}", "--", sys.executable, "-m", "ipcgrade"]
    if os.geteuid() != 0:  # root gives each worker a user of its own; ours has other processes too
        command = ["unshare", "--user", "--map-current-user", *command]
    graded = subprocess.run(
        [*command, "--course", room.root, "grade", "0"], capture_output=True, text=True
    )

    assert graded.returncode == 3
    assert "grader fault, no mark: there are too few processes to be had" in graded.stderr
    assert f"may have {most} (ulimit -u)" in graded.stderr
    assert "Raise that limit, or grade fewer at once" in graded.stderr
    assert room.scores() == {}
    finished(room, ipcgrade)


def test_processes_run_out_while_a_submission_is_graded():
    """From then on no failure counts: with more of them, it might have passed."""
    notebook = corpus.notebook("00-welcome").replacing("answer", KNOWS_ADA)
    soft, most = resource.getrlimit(resource.RLIMIT_NPROC)
    with Judge() as sandboxes:
        cases = sandboxes.grade(notebook, notebook.functions, seed=4821)
        assert next(cases).points == 20
        resource.setrlimit(resource.RLIMIT_NPROC, (9, most))
        try:
            with pytest.raises(GraderFault, match="too few processes to be had"):
                list(cases)
        finally:
            resource.setrlimit(resource.RLIMIT_NPROC, (soft, most))


def test_the_journal_cannot_grow(room, ipcgrade):
    """As on a full disk: some bytes are written, and then no more."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, most))
    try:
        status, _, complaint = ipcgrade("grade", "0")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    assert status == 3
    assert "the journal cannot be written" in complaint
    assert room.scores() == {}
    assert len((room.root / "journal" / "00-welcome.jsonl").read_bytes()) == 100
    finished(room, ipcgrade)


def test_the_gradebook_is_locked(room, ipcgrade):
    """The verdict is kept: when the lock is gone, it is recorded and nothing is graded again."""
    other = sqlite3.connect(room.root / "gradebook.db")
    other.execute("BEGIN IMMEDIATE")  # others may read, and nobody else may write
    status, said, _ = ipcgrade("grade", "0")

    assert status == 3
    assert "ada: grader fault, no mark: the gradebook could not be written" in said
    other.rollback()
    other.close()
    assert room.scores() == {}
    assert ipcgrade("grade", "0")[2] == ""
    assert total(room, "ada") == 100


def test_the_gradebook_is_locked_when_somebody_hands_in_again(room, ipcgrade):
    """The marks are those of before, and the time is not: what was not recorded is known."""
    ipcgrade("grade", "0")
    handed_in = room.root / "submitted" / "ada" / room.assignment
    (handed_in / "timestamp.txt").write_text("2026-03-02 12:00:00 UTC")
    path = handed_in / "00-welcome.ipynb"
    path.write_text(path.read_text() + "\n")
    other = sqlite3.connect(room.root / "gradebook.db")
    other.execute("BEGIN IMMEDIATE")
    assert ipcgrade("grade", "0")[0] == 3
    other.rollback()
    other.close()

    finished(room, ipcgrade)
    assert time_of_ada(room) == datetime(2026, 3, 2, 12)


def test_the_same_notebook_is_handed_in_later(room, ipcgrade):
    ipcgrade("grade", "0")
    handed_in = room.root / "submitted" / "ada" / room.assignment
    (handed_in / "timestamp.txt").write_text("2026-03-02 12:00:00 UTC")

    assert ipcgrade("grade", "0")[2] == ""  # nothing is graded again
    assert time_of_ada(room) == datetime(2026, 3, 2, 12)


def time_of_ada(room):
    with Gradebook(f"sqlite:///{room.root / 'gradebook.db'}") as gradebook:
        return gradebook.find_submission(room.assignment, "ada").timestamp


def test_an_examiner_is_killed_once(room, ipcgrade, monkeypatch):
    """It is tried again, in a sandbox of its own: the first verdict that is reached stands."""
    kill_the_first(monkeypatch, 1)
    finished(room, ipcgrade)


def test_every_examiner_is_killed(room, ipcgrade, monkeypatch):
    with monkeypatch.context() as patch:
        kill_the_first(patch, grading.TRIES)
        status, said, _ = ipcgrade("grade", "0")

    assert status == 3
    assert "ada: grader fault, no mark: the sandbox ended early" in said
    assert room.scores() == {}
    finished(room, ipcgrade)


def kill_the_first(monkeypatch, many):
    """So many sandboxes are killed from outside, as the kernel does when memory is short."""
    left = threading.Semaphore(many)
    start = grading.Judge

    def fragile(*given):
        judge = start(*given)
        if left.acquire(blocking=False):
            judge._process.kill()
        return judge

    monkeypatch.setattr(grading, "Judge", fragile)
