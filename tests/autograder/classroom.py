"""A class with nbgrader and nothing else: a copy of the course, submissions, its commands."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook

from tests.course.corpus import MISTAKES, Answer, answers, notebook
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


def stands_on(assignment: str) -> dict[str, set[str]]:
    """For each exercise itself and those whose functions it calls, directly or not."""
    exercises = notebook(assignment).exercises
    direct = {}
    for one in exercises:
        text = "\n".join(cell.source for cell in (one.solution, *one.cases))
        words = set(re.findall(r"\w+", text))
        direct[one.id] = {other.id for other in exercises if words.intersection(other.functions)}
    return {name: _reach(direct, name) for name in direct}


def students_with_mistakes(assignment: str) -> dict[str, list[Answer]]:
    """Every wrong answer, in few submissions: mistakes share one if neither stands on the other."""
    below = stands_on(assignment)
    students: list[list[Answer]] = []
    for answer in (each for each in answers(MISTAKES) if each.assignment == assignment):
        for student in students:
            if not any(_related(below, answer.exercise, other.exercise) for other in student):
                student.append(answer)
                break
        else:
            students.append([answer])
    return {f"wrong{number:02}": student for number, student in enumerate(students, start=1)}


def _related(below: dict[str, set[str]], one: str, other: str) -> bool:
    return one in below[other] or other in below[one]


def _reach(direct: dict[str, set[str]], start: str) -> set[str]:
    reached, ahead = {start}, {start}
    while ahead := set().union(*(direct[name] for name in ahead)) - reached:
        reached |= ahead
    return reached


def _texts(outputs: list[dict]) -> list[str]:
    texts = []
    for output in outputs:
        texts += output.get("traceback", [])
        texts += ["".join(output.get("text", ""))]
        texts += ["".join(output.get("data", {}).get("text/plain", ""))]
    return texts
