"""The learner's folder: finding an assignment from wherever one stands."""

from pathlib import Path

import pytest

from ipclab.notebooks import folder
from ipclab.notebooks.notebook import NotebookError

EMPTY = '{"nbformat": 4, "cells": []}'
ONE_CHECK = """{"nbformat": 4, "cells": [{"cell_type": "code", "source": "with case('T'): pass",
 "metadata": {"nbgrader": {"grade": true, "grade_id": "f-t", "points": 7}}}]}"""


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """A learner's folder as `make lab` lays it out."""
    lab = tmp_path / "ipc-lab"
    for name in ("00-welcome", "02-byte-streams", "12-shared-memory"):
        (lab / "assignments" / name).mkdir(parents=True)
        (lab / "assignments" / name / f"{name}.ipynb").write_text(ONE_CHECK)
    (lab / "lectures").mkdir()
    (lab / folder.MARK).write_text("{}")
    return lab


def test_it_is_found_from_above_from_inside_and_from_an_assignment(lab: Path) -> None:
    inside = lab / "assignments" / "00-welcome"
    assert [folder.learner_folder(start) for start in (lab.parent, lab, inside)] == [lab] * 3


def test_a_folder_of_another_name_is_found_from_inside(lab: Path) -> None:
    mine = lab.rename(lab.parent / "mine")
    assert folder.learner_folder(mine / "lectures") == mine
    assert folder.learner_folder(mine.parent) is None


@pytest.mark.parametrize("wanted", ["02", "2", "02-byte-streams"])
def test_an_assignment_is_named_by_its_number_or_its_name(lab: Path, wanted: str) -> None:
    assert folder.locate(wanted, lab).name == "02-byte-streams.ipynb"


def test_a_path_is_a_path(lab: Path) -> None:
    assert folder.locate("my.ipynb", lab) == lab / "my.ipynb"


@pytest.mark.parametrize("wanted", ["07", "1", "byte", "", "../x"])
def test_an_assignment_that_is_not_there_is_answered_with_those_that_are(
    lab: Path, wanted: str
) -> None:
    with pytest.raises(NotebookError, match="there is 00-welcome, 02-byte-streams, 12-shared"):
        folder.locate(wanted, lab)


def test_a_folder_without_assignments_says_so(tmp_path: Path) -> None:
    (tmp_path / folder.MARK).write_text("{}")
    with pytest.raises(NotebookError, match="there is no assignment at all"):
        folder.locate("02", tmp_path)


def test_outside_of_any_folder_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="go to yours, or give a notebook's path"):
        folder.locate("02", tmp_path)


def test_what_an_update_laid_beside_is_no_assignment(lab: Path) -> None:
    (lab / "assignments/02-byte-streams/02-byte-streams.new.ipynb").write_text(EMPTY)
    assert [path.stem for path in folder.assignments(lab)] == [
        "00-welcome",
        "02-byte-streams",
        "12-shared-memory",
    ]


def test_a_notebook_is_called_by_its_file(lab: Path) -> None:
    assert folder.read(folder.locate("02", lab)).name == "02-byte-streams"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="Is a directory"):
        folder.read(tmp_path)


def test_a_kernel_says_which_notebook_it_runs(lab: Path) -> None:
    path = folder.locate("02", lab)
    assert folder.session_notebook({"JPY_SESSION_NAME": str(path)}) == path
    assert folder.session_notebook({"JPY_SESSION_NAME": str(path) + "x.ipynb"}) is None
    assert folder.session_notebook({"JPY_SESSION_NAME": "/some/console-1"}) is None


def test_the_points_of_a_case_in_a_kernel(lab: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder.locate("02", lab)
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    assert (folder.points_in_session("T"), folder.points_in_session("?")) == (7, None)
    path.write_text("{")
    assert folder.points_in_session("T") is None
    monkeypatch.delenv("JPY_SESSION_NAME")
    assert folder.points_in_session("T") is None
