"""A class with nbgrader and nothing else: a copy of the course, submissions, its commands."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from nbgrader.api import Gradebook

from tests.course.corpus import MISTAKES, Answer, answers
from tests.tree import COURSE


@dataclass(frozen=True)
class Classroom:
    """One assignment, in a course folder of its own."""

    root: Path
    assignment: str
    wrong: dict[str, list[Answer]]  # by student

    @classmethod
    def open(cls, root: Path, assignment: str) -> "Classroom":
        """Copy the assignment and release it as an instructor does."""
        shutil.copytree(COURSE.source / assignment, root / "source" / assignment)
        shutil.copy(COURSE.root / "nbgrader_config.py", root)
        room = cls(root, assignment, students_with_mistakes(assignment))
        room.nbgrader("generate_assignment", assignment)
        return room

    @property
    def source(self) -> Path:
        return self.root / "source" / self.assignment / f"{self.assignment}.ipynb"

    @property
    def release(self) -> Path:
        return self.root / "release" / self.assignment / f"{self.assignment}.ipynb"

    def nbgrader(self, *command: str) -> str:
        """Run one of nbgrader's own commands in the course; return all that it said."""
        ran = subprocess.run(
            ["nbgrader", *command],
            cwd=self.root,
            env=os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert ran.returncode == 0, f"nbgrader {' '.join(command)}:\n{ran.stdout}"
        return ran.stdout

    def submit(self, student: str, answers: dict[str, str]) -> Path:
        """A student fills in the release: by exercise, the text of its solution cell."""
        notebook = json.loads(self.release.read_text())
        for cell in notebook["cells"]:
            if cell["id"] in answers:
                cell["source"] = answers[cell["id"]]
        path = self.root / "submitted" / student / self.assignment / self.release.name
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook))
        return path

    def reference(self) -> dict[str, str]:
        """The text of every solution cell of the source."""
        return {
            cell["id"]: "".join(cell["source"])
            for cell in json.loads(self.source.read_text())["cells"]
            if cell["metadata"].get("nbgrader", {}).get("solution")
        }

    def scores(self) -> dict[str, dict[str, float]]:
        """For each student the points of each test cell, as nbgrader recorded them."""
        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as gradebook:
            return {
                submission.student.id: {
                    grade.name: grade.score for grade in submission.notebooks[0].grades
                }
                for submission in gradebook.find_assignment(self.assignment).submissions
            }

    def points(self) -> dict[str, int]:
        """What each test cell is worth, as the source says."""
        cells = json.loads(self.source.read_text())["cells"]
        settings = (cell["metadata"].get("nbgrader", {}) for cell in cells)
        return {own["grade_id"]: own["points"] for own in settings if own.get("grade")}

    def messages(self, student: str) -> dict[str, str]:
        """What each test cell shows in the student's autograded notebook."""
        path = self.root / "autograded" / student / self.assignment / self.source.name
        shown = {}
        for cell in json.loads(path.read_text())["cells"]:
            if cell["id"] in self.points():
                shown[cell["id"]] = "\n".join(_texts(cell["outputs"]))
        return shown


def students_with_mistakes(assignment: str) -> dict[str, list[Answer]]:
    """Every wrong answer, in as few submissions as can be: the first student makes the first
    mistake of each exercise, and so on.
    """
    students: dict[str, list[Answer]] = {}
    numbers: dict[str, Iterator[int]] = {}
    for answer in answers(MISTAKES):
        if answer.assignment == assignment:
            number = next(numbers.setdefault(answer.exercise, count(1)))
            students.setdefault(f"wrong{number:02}", []).append(answer)
    return students


def _texts(outputs: list[dict]) -> list[str]:
    texts = []
    for output in outputs:
        texts += output.get("traceback", [])
        texts += ["".join(output.get("text", ""))]
        texts += ["".join(output.get("data", {}).get("text/plain", ""))]
    return texts
