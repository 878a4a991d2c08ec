"""`ipcgrade check` and `ipcgrade try`: what they print, what they refuse, and with which status."""

import json
import os

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
        (b"\xff\xfe\x00", "is not"),
        (b'{"nbformat": 3, "worksheets": []}', "format 3"),
        (b'{"nbformat": 4, "cells": [3]}', "not a cell"),
        (b"[" * 100_000, "is not a notebook"),
        (b" " * 20_000_001, "too large"),
    ],
    ids=["empty", "torn", "no UTF-8", "nbformat 3", "no cell", "nested", "large"],
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


def test_without_bubblewrap_it_refuses_and_says_what_to_do(ipcgrade, answers, monkeypatch):
    path = answers(RIGHT)
    monkeypatch.setenv("PATH", "/nowhere")

    status, printed, complaint = ipcgrade("try", "0", path, "--json")
    assert (status, printed) == (3, "")
    assert "grader fault, no mark" in complaint
    assert "ipcgrade doctor" in complaint
    assert "apt install bubblewrap" in ipcgrade("doctor")[1]


def test_without_a_sandbox_only_who_types_it(ipcgrade, answers, monkeypatch):
    path = answers(RIGHT)
    monkeypatch.setenv("PATH", "/nowhere")
    status, printed, complaint = ipcgrade("try", "0", path, "--json", "--unsafe-no-sandbox")

    assert (status, score(printed)) == (0, (100, 100))
    assert "NO SANDBOX: student code runs as you" in complaint
