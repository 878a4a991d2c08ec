"""`ipcgrade check` and `ipcgrade try`: what they print, what they refuse, and with which status."""

import json
import os
import subprocess
import sys

import pytest

from ipcgrade.cli import main
from tests.tree import COURSE

RIGHT = 'def answer(request):\n    return b"Hello, " + request + b"!"\n'
SOURCE = COURSE.source / "00-welcome" / "00-welcome.ipynb"


@pytest.fixture
def ipcgrade(capsys):
    """Run the command; return its status and what it printed."""

    def run(*words):
        status = main(["--course", str(COURSE.root), *map(str, words)])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


@pytest.fixture
def answers(tmp_path):
    def write(text):
        path = tmp_path / "answers.py"
        path.write_text(text)
        return path

    return write


@pytest.fixture
def submission(tmp_path):
    """A student's notebook: the source, its cells changed by a function."""

    def write(change=lambda cells: cells):
        notebook = json.loads(SOURCE.read_text())
        notebook["cells"] = change(notebook["cells"])
        path = tmp_path / SOURCE.name
        path.write_text(json.dumps(notebook))
        return path

    return write


def of(cells, grade_id):
    return next(cell for cell in cells if cell["metadata"]["nbgrader"]["grade_id"] == grade_id)


def score(printed):
    report = json.loads(printed)
    return report["score"], report["max_score"]


def test_a_right_file_of_answers(ipcgrade, answers):
    status, printed, _ = ipcgrade("try", "0", answers(RIGHT), "--json", "--seed", 4821)
    report = json.loads(printed)

    assert (status, report["assignment"], report["seed"]) == (0, "00-welcome", 4821)
    assert (report["score"], report["max_score"]) == (100, 100)
    assert set(report["cases"][0]) == {
        "id", "function", "title", "verdict", "points", "max_points", "hidden", "message",
        "seconds",
    }  # fmt: skip
    assert [case["hidden"] for case in report["cases"]].count(True) == 1


def test_a_wrong_one_is_graded_too(ipcgrade, answers):
    status, printed, _ = ipcgrade("try", "00-welcome", answers("def answer(request): return b''"))

    assert status == 0
    assert "00-welcome: 0 of 100 points" in printed


def test_what_a_file_does_as_a_program_is_for_its_author(ipcgrade, answers):
    text = f'{RIGHT}\nif __name__ == "__main__":\n    while True:\n        pass\n'

    assert score(ipcgrade("try", "0", answers(text), "--json")[1]) == (100, 100)


def test_only_the_cases_of_what_it_defines_count(ipcgrade, answers):
    text = "def recv_exactly(sock, n):\n    return sock.recv(n)\n"
    report = json.loads(ipcgrade("try", "2", answers(text), "--json")[1])

    assert {case["function"] for case in report["cases"]} == {"recv_exactly"}
    assert 0 < report["score"] < report["max_score"]


def test_again_and_again(ipcgrade, answers):
    _, printed, _ = ipcgrade("try", "0", answers(RIGHT), "--repeat", 3)

    assert printed.count("00-welcome: 100 of 100 points") == 3


def test_again_and_again_each_run_is_an_object_in_a_line(ipcgrade, answers):
    _, printed, _ = ipcgrade("try", "0", answers(RIGHT), "--repeat", 2, "--json")

    assert [score(line) for line in printed.splitlines()] == [(100, 100)] * 2


@pytest.mark.parametrize("times", ["0", "-1", "many", "1.5", "²"])
def test_so_many_times_cannot_be(ipcgrade, answers, capsys, times):
    with pytest.raises(SystemExit) as refused:
        ipcgrade("try", "0", answers(RIGHT), "--repeat", times)

    assert refused.value.code == 2
    assert f"'{times}' is not a whole number from 1 on" in capsys.readouterr().err


@pytest.mark.parametrize("mistake", ["import nowhere_at_all", "def broken(:"])
def test_a_file_that_ends_early_is_told_on_each_card(ipcgrade, answers, mistake):
    _, printed, _ = ipcgrade("try", "0", answers(f"{mistake}\n{RIGHT}"), "--json")
    report = json.loads(printed)

    assert report["score"] == 0
    for case in (case for case in report["cases"] if not case["hidden"]):
        assert "Your file ended early, in line 1: " in case["message"]
        assert "is empty" not in case["message"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("x = 3\n", "defines no function of 00-welcome: those are answer"), ("", "defines no")],
)
def test_a_file_without_an_answer_is_refused(ipcgrade, answers, text, words):
    status, _, complaint = ipcgrade("try", "0", answers(text))

    assert status == 2
    assert words in complaint


def test_an_unknown_assignment_is_refused(ipcgrade, answers):
    status, _, complaint = ipcgrade("try", "77", answers(RIGHT))

    assert status == 2
    assert "there is 00-welcome" in complaint


def test_a_notebook(ipcgrade, submission):
    assert score(ipcgrade("check", submission(), "--json")[1]) == (100, 100)


def test_a_changed_test_cell_is_as_it_was(ipcgrade, submission):
    def change(cells):
        of(cells, "answer")["source"] = "def answer(request): return b''"
        for cell in cells:
            if cell["metadata"]["nbgrader"]["grade"]:
                cell["source"] = "pass"
                cell["metadata"]["nbgrader"]["points"] = 1000
        return cells

    assert score(ipcgrade("check", submission(change), "--json")[1]) == (0, 100)


def test_a_missing_test_cell_is_back(ipcgrade, submission):
    def change(cells):
        return [cell for cell in cells if not cell["metadata"]["nbgrader"]["grade"]]

    assert score(ipcgrade("check", submission(change), "--json")[1]) == (100, 100)


def test_a_missing_answer_is_not_defined(ipcgrade, submission):
    path = submission(lambda cells: [cell for cell in cells if cell is not of(cells, "answer")])
    _, printed, _ = ipcgrade("check", path, "--json")

    assert score(printed) == (0, 100)
    assert "answer is not defined" in printed
    assert "The cell of answer is empty, or was deleted." in printed


def test_a_cell_of_ones_own_that_ended_early_is_named(ipcgrade, submission):
    def change(cells):
        of(cells, "answer")["source"] = "def answer(request):\n    return greeting(request)"
        own = {"cell_type": "code", "id": "own", "metadata": {}, "outputs": []}
        return [*cells[:2], {**own, "source": "def greeting(request:"}, *cells[2:]]

    _, printed, _ = ipcgrade("check", submission(change))

    words = " ".join(printed.split())
    assert "Your cell that begins with `def greeting(request:` ended early, in line 1" in words


def test_only_the_hint_that_is_open_and_no_word_of_the_others(ipcgrade, answers):
    _, printed, _ = ipcgrade("try", "2", answers("def read_line(sock): return b''"))

    assert "Hint: " in printed
    assert "more when it fails again" not in printed


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("00-welcome (1).ipynb", "has the name of no assignment: rename it to 00-welcome.ipynb"),
        ("welcome.ipynb", "has the name of no assignment: rename it to 00-welcome.ipynb"),
        ("Untitled.ipynb", "has the name of no assignment: there is 00-welcome, "),
    ],
)
def test_a_notebook_that_is_called_otherwise(ipcgrade, submission, name, words):
    path = submission()
    status, _, complaint = ipcgrade("check", path.rename(path.with_name(name)))

    assert status == 2
    assert words in complaint


def test_a_notebook_that_is_not_there(ipcgrade, tmp_path):
    status, _, complaint = ipcgrade("check", tmp_path / "Untitled.ipynb")

    assert status == 2
    assert "Untitled.ipynb: No such file or directory" in complaint


def test_of_two_answers_the_last_counts(ipcgrade, submission):
    def change(cells):
        right = of(cells, "answer")
        return [{**right, "id": "a-copy", "source": "def answer(request): 1 / 0"}, *cells]

    assert score(ipcgrade("check", submission(change), "--json")[1]) == (100, 100)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not a notebook"),
        (b"{", "is not a notebook"),
        (b"\xff\xfe\x00", "00-welcome.ipynb is not"),
        (b'"\xff"', "00-welcome.ipynb is not UTF-8 text"),
        (b'{"nbformat": 3, "worksheets": []}', "format 3"),
        (b'{"nbformat": 4, "cells": [3]}', "not a cell"),
        (b"[" * 100_000, "is not a notebook"),
        (b" " * 20_000_001, "too large"),
    ],
    ids=["empty", "torn", "binary", "no UTF-8", "nbformat 3", "no cell", "nested", "large"],
)
def test_what_is_no_notebook_is_refused(ipcgrade, tmp_path, content, words):
    path = tmp_path / SOURCE.name
    path.write_bytes(content)
    status, _, complaint = ipcgrade("check", path)

    assert status == 2
    assert words in complaint


def test_a_notebook_without_cells_gets_nothing(ipcgrade, submission):
    assert score(ipcgrade("check", submission(lambda _: []), "--json")[1]) == (0, 100)


def test_a_link_and_a_fifo_are_refused(ipcgrade, tmp_path):
    path = tmp_path / SOURCE.name
    path.symlink_to(SOURCE)
    assert ipcgrade("check", path)[0] == 2
    path.unlink()
    os.mkfifo(path)
    status, _, complaint = ipcgrade("check", path)

    assert status == 2
    assert "is not a regular file" in complaint


def test_the_doctor_finds_what_grading_needs(ipcgrade):
    status, printed, _ = ipcgrade("doctor")

    assert status == 0
    assert "a sandbox in it, for the student's code" in printed
    assert printed.endswith("\nThis machine can grade.\n")


def test_without_bubblewrap_it_refuses_and_says_what_to_do(ipcgrade, answers, monkeypatch):
    path = answers(RIGHT)
    monkeypatch.setenv("PATH", "/nowhere")

    status, printed, complaint = ipcgrade("try", "0", path, "--json")
    assert (status, printed) == (3, "")
    assert "grader fault, no mark" in complaint
    assert "ipcgrade doctor" in complaint
    examined = ipcgrade("doctor")[1]
    assert "apt install bubblewrap" in examined
    assert examined.endswith("\nThis machine cannot grade yet: see to each NO (4).\n")


def test_who_reads_our_output_may_leave_early():
    """As in `ipcgrade doctor | head -1`."""
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "ipcgrade", "--course", COURSE.root, "doctor"]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, text=True)
    os.close(theirs)

    assert (done.returncode, done.stderr) == (141, "")


def test_without_a_sandbox_only_who_types_it(ipcgrade, answers, monkeypatch):
    path = answers(RIGHT)
    monkeypatch.setenv("PATH", "/nowhere")
    status, printed, complaint = ipcgrade("try", "0", path, "--json", "--unsafe-no-sandbox")

    assert (status, score(printed)) == (0, (100, 100))
    assert "NO SANDBOX: student code runs as you" in complaint
