"""What a class has handed in, where nbgrader collects it: submitted/STUDENT/ASSIGNMENT."""

import hashlib
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ipcgrade.course import Course
from ipcgrade.grading import Work
from ipcgrade.one import source_of
from ipcgrade.submission import read, restored
from ipclab.notebooks.notebook import NotebookError

TIMESTAMP = "timestamp.txt"
LONGEST_TIMESTAMP = 100  # bytes


@dataclass(frozen=True)
class Submission:
    """One student's folder. Nothing in it is trusted: not even that its files are files."""

    student: str
    folder: Path
    assignment: str

    def content(self) -> bytes:
        """The notebook's bytes. Raises NotebookError with what the instructor must know."""
        for folder in (self.folder, self.folder.parent):
            if folder.is_symlink():
                raise NotebookError(f"{folder.name} is a link, not a folder")
        path = self.folder / f"{self.assignment}.ipynb"
        if not path.exists() and not path.is_symlink():
            there = ", ".join(sorted(each.name for each in self.folder.iterdir())) or "nothing"
            raise NotebookError(f"{path.name} was not handed in; there is {there}")
        return read(path)

    def timestamp(self) -> str:
        """When it was handed in, as nbgrader wrote it; empty where that is not known."""
        try:
            written = read(self.folder / TIMESTAMP)
        except NotebookError:
            return ""
        return written[:LONGEST_TIMESTAMP].decode("ascii", "replace").strip()


class Class:
    """What was handed in of one assignment."""

    def __init__(self, course: Course, assignment: str) -> None:
        """Read the assignment's source. Raises NotebookError."""
        self.course = course
        self.notebook = source_of(course, assignment)
        self.name = self.notebook.name
        self.source = read(course.source / self.name / f"{self.name}.ipynb")
        found = sorted(_found(course.root / "submitted", self.name), key=lambda each: each.student)
        self.submissions = {each.student: each for each in found}

    def of(self, students: Collection[str]) -> list[Submission]:
        """The submissions of these students, or all where none is named. Raises NotebookError."""
        if not self.submissions:
            where = self.course.root / "submitted"
            raise NotebookError(f"nobody has handed in {self.name}: it would be below {where}")
        missing = sorted(set(students) - set(self.submissions))
        if missing:
            raise NotebookError(f"{self.name} was not handed in by {', '.join(missing)}")
        return [self.submissions[name] for name in sorted(students or self.submissions)]

    def work(self, submission: Submission) -> Work:
        """What is to be done for a submission. Raises NotebookError."""
        content = submission.content()
        key = _key(submission.student, content, self.source)
        notebook = restored(self.notebook, content)
        return Work(submission.student, key, notebook, self.notebook.functions)


def _found(submitted: Path, assignment: str) -> Iterator[Submission]:
    for folder in submitted.iterdir() if submitted.is_dir() else ():
        if not folder.name.startswith(".") and (folder / assignment).is_dir():
            yield Submission(folder.name, folder / assignment, assignment)


def _key(student: str, submitted: bytes, source: bytes) -> str:
    """What stands for a grading: the same bytes of the same student, against the same cases."""
    versions = f"{version('ipclab')} {version('ipcgrade')}"
    parts = (os.fsencode(student), submitted, source, versions.encode())
    digests = (hashlib.sha256(part).digest() for part in parts)
    return hashlib.sha256(b"".join(digests)).hexdigest()
