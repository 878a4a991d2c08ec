"""A class of the first unit, ready to hand in: made once by nbgrader, copied for each test."""

import shutil

import pytest

from ipcgrade.cli import main
from tests.autograder.classroom import Classroom


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    return Classroom.open(tmp_path_factory.mktemp("released") / "course", "00-welcome")


@pytest.fixture
def room(released, tmp_path):
    """A class of its own, in which nobody has handed in."""
    shutil.copytree(released.root, tmp_path / "course")
    return Classroom(tmp_path / "course", released.assignment, {})


@pytest.fixture
def ipcgrade(room, capsys):
    """Run the command in the class; return its status and what it printed."""

    def run(*words):
        status = main(["--course", str(room.root), *map(str, words)])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run
