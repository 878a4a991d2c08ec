"""What a learner has passed is kept, whatever happens meanwhile."""

import json
import multiprocessing
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ipclab.notebooks.progress import FILE, Progress, note, passed, progress, remember

CHECK = '{"cell_type": "code", "source": %s, "metadata": {"nbgrader": %s}}'


def check(name: str, points: int, source: str = "") -> str:
    marks = {"grade": True, "grade_id": name, "points": points}
    return CHECK % (json.dumps(source or f"with case('{name}!'): pass"), json.dumps(marks))


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder with one assignment: two checks and a hidden one."""
    assignment = tmp_path / "assignments" / "00-welcome"
    assignment.mkdir(parents=True)
    cells = [check("a", 30), check("b", 40), check("c", 30, "# hidden")]
    text = f'{{"nbformat": 4, "cells": [{", ".join(cells)}]}}'
    (assignment / "00-welcome.ipynb").write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_was_passed_is_shown_as_a_table(lab: Path) -> None:
    remember("00-welcome", ["a"], lab)
    assert repr(progress()) == "00-welcome   1 of  2 checks    30 of  70 points"


def test_the_table_shows_itself_in_a_notebook(lab: Path) -> None:
    html = progress()._repr_html_()
    assert '<progress max="70" value="0"></progress>' in html
    assert "0 of 2 checks" in html


def test_where_there_is_nothing_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    table = progress()
    assert "No assignments here yet" in repr(table)
    assert table._repr_html_().startswith("<p>No assignments")


def test_what_was_passed_once_stays_passed(lab: Path) -> None:
    remember("00-welcome", ["a"], lab)
    remember("00-welcome", ["b"], lab)
    remember("00-welcome", [], lab)
    remember("01-x", ["c"], lab)
    assert passed(lab / FILE) == {"00-welcome": {"a", "b"}, "01-x": {"c"}}


def test_nothing_else_is_left_in_the_learners_folder(lab: Path) -> None:
    remember("00-welcome", ["a"], lab)
    assert sorted(path.name for path in lab.iterdir()) == [FILE, "assignments"]


def test_it_is_kept_in_the_learners_folder_from_anywhere_in_it(lab: Path) -> None:
    remember("00-welcome", ["a"], lab / "assignments" / "00-welcome")
    assert passed(lab / FILE) == {"00-welcome": {"a"}}


def test_without_a_learners_folder_it_is_kept_in_the_state_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "elsewhere").mkdir()
    remember("00-welcome", ["a"], tmp_path / "elsewhere")
    assert passed(tmp_path / "state/ipclab/progress.json") == {"00-welcome": {"a"}}


def test_the_state_folder_is_in_the_home_folder_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    remember("00-welcome", ["a"], Path("/"))
    assert passed(tmp_path / ".local/state/ipclab/progress.json") == {"00-welcome": {"a"}}


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff", b"3", b'{"passed": 3}', b"[" * 100_000])
def test_a_damaged_file_is_set_aside_never_written_over(lab: Path, damage: bytes) -> None:
    (lab / FILE).write_bytes(damage)
    remember("00-welcome", ["a"], lab)
    (lab / FILE).write_bytes(damage)
    assert passed(lab / FILE) == {}
    assert [path.read_bytes() for path in lab.glob(f"{FILE}.damaged-*")] == [damage, damage]


def _remember_twenty(lab: Path, name: str) -> None:
    for number in range(20):
        remember("00-welcome", [f"{name}-{number}"], lab)


def test_two_kernels_at_once_lose_nothing(lab: Path) -> None:
    context = multiprocessing.get_context("spawn")
    kernels = [context.Process(target=_remember_twenty, args=(lab, name)) for name in "pq"]
    for kernel in kernels:
        kernel.start()
    for kernel in kernels:
        kernel.join()
    assert len(passed(lab / FILE)["00-welcome"]) == 40


def test_a_kernel_killed_while_it_writes_loses_nothing(lab: Path) -> None:
    remember("00-welcome", ["a"], lab)
    program = f"""
import os
from ipclab.notebooks.progress import remember
os.replace = lambda *_: os.kill(os.getpid(), {signal.SIGKILL.value})
remember("00-welcome", ["b"], __import__("pathlib").Path({str(lab)!r}))
"""
    died = subprocess.run([sys.executable, "-c", program], check=False)
    assert died.returncode == -signal.SIGKILL
    assert passed(lab / FILE) == {"00-welcome": {"a"}}
    remember("00-welcome", ["b"], lab)
    assert passed(lab / FILE) == {"00-welcome": {"a", "b"}}


def test_a_case_that_passes_in_a_kernel_is_noted(
    lab: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = lab / "assignments/00-welcome/00-welcome.ipynb"
    monkeypatch.setenv("JPY_SESSION_NAME", str(notebook))
    note("a!", True)
    note("b!", False)
    note("no such case", True)
    assert passed(lab / FILE) == {"00-welcome": {"a"}}


def test_noting_is_a_courtesy_that_never_raises(lab: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = lab / "assignments/00-welcome/00-welcome.ipynb"
    monkeypatch.setenv("JPY_SESSION_NAME", str(notebook))
    notebook.write_text("{")
    note("a!", True)
    assert repr(progress()) == repr(Progress(()))
