"""What `ipcgrade release` and `ipcgrade lay-out` make, from a course of the test's own."""

import json

import pytest

from ipcgrade import course as course_module
from ipcgrade.cli import main
from ipcgrade.course import Course
from ipcgrade.release import contents


def cell(name, source, **settings):
    nbgrader = {"grade": False, "solution": False, "locked": True, "schema_version": 3}
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {"nbgrader": nbgrader | {"grade_id": name, "task": False} | settings},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


SOLUTION = "def f():\n    ### BEGIN SOLUTION\n    return 'the secret'\n    ### END SOLUTION\n"
HIDDEN = "# one is hidden\n### BEGIN HIDDEN TESTS\nassert f() == 'the secret'\n### END HIDDEN TESTS"


@pytest.fixture
def course(tmp_path):
    """A course with one assignment, beside which its author left something."""
    cells = [
        cell("f", SOLUTION, solution=True, locked=False),
        cell("f-hidden", HIDDEN, grade=True, points=100),
    ]
    folder = tmp_path / "course/source/01-one"
    folder.mkdir(parents=True)
    (folder / "01-one.ipynb").write_text(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )
    (folder / "answers.py").write_text("the secret")
    (folder / "draft.ipynb").write_text((folder / "01-one.ipynb").read_text())
    return Course(tmp_path / "course")


def ipcgrade(course, *arguments):
    return main(["--course", str(course.root), *map(str, arguments)])


def test_a_release_holds_the_notebook_and_nothing_beside_it(course, tmp_path):
    assert ipcgrade(course, "release", "--to", tmp_path / "release") == 0
    assert contents(tmp_path / "release") == {"01-one/01-one.ipynb"}


def test_what_the_allowlist_names_is_released_too(course, tmp_path, monkeypatch):
    monkeypatch.setitem(course_module.ALSO_RELEASED, "01-one", ("answers.py",))

    assert ipcgrade(course, "release", "--to", tmp_path / "release") == 0
    assert contents(tmp_path / "release") == {"01-one/01-one.ipynb", "01-one/answers.py"}


def test_the_secret_stays(course, tmp_path):
    ipcgrade(course, "release", "--to", tmp_path / "release")

    assert "the secret" not in (tmp_path / "release/01-one/01-one.ipynb").read_text()


def test_no_gradebook_is_made(course, tmp_path):
    ipcgrade(course, "release", "--to", tmp_path / "release")

    assert not (course.root / "gradebook.db").exists()


def test_what_nbgrader_refuses_is_told_in_its_words(course, tmp_path, capsys):
    path = course.source / "01-one/01-one.ipynb"
    path.write_text(path.read_text().replace("### END SOLUTION", ""))

    assert ipcgrade(course, "release", "--to", tmp_path / "release") == 1
    assert "01-one" in capsys.readouterr().err


def test_a_course_without_assignments_can_be_laid_out(tmp_path, capsys):
    empty = Course(tmp_path / "course")
    release, folder = tmp_path / "release", tmp_path / "ipc-lab"

    assert ipcgrade(empty, "lay-out", folder, "--release", release) == 0
    assert "your folder" in capsys.readouterr().out


def test_a_learner_gets_lectures_programs_and_assignments(course, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    programs = course.lectures / "programs"
    programs.mkdir(parents=True)
    (programs / "hello.c").write_text("int main(void) {}")
    (programs / "hello").write_text("compiled")
    (course.lectures / "00-welcome.ipynb").write_text(
        json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )
    release, folder = tmp_path / "release", tmp_path / "ipc-lab"
    ipcgrade(course, "lay-out", folder, "--release", release)

    assert contents(folder) == {
        ".ipc-lab.json",
        "assignments/01-one/01-one.ipynb",
        "lectures/00-welcome.ipynb",
        "lectures/programs/hello.c",
    }
    assert "3 files added" in capsys.readouterr().out


def test_a_learner_is_told_what_was_left_alone(course, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    release, folder = tmp_path / "release", tmp_path / "ipc-lab"
    ipcgrade(course, "lay-out", folder, "--release", release)
    (folder / "assignments/01-one/01-one.ipynb").write_text("my work")
    ipcgrade(course, "lay-out", folder, "--release", release)

    told = capsys.readouterr().out
    assert "left alone: assignments/01-one/01-one.ipynb (yours differs)" in told
    assert "0 files added" in told


def test_normalise_mends_and_checks(course, capsys):
    assert ipcgrade(course, "normalise", "--check") == 1
    assert "not in normal form" in capsys.readouterr().err
    assert ipcgrade(course, "normalise") == 0
    assert ipcgrade(course, "normalise", "--check") == 0
