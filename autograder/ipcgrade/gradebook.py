"""nbgrader's gradebook: the only module that uses its API.

What is nbgrader's stays nbgrader's: its database wherever `db_url` says, its late penalties, its
manual grades, extra credit and comments, which a regrade leaves as they are.
"""

import os
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Query
from traitlets.config.loader import Config, PyFileConfigLoader

from ipcgrade.errors import NotInGradebook, NotRecorded
from ipcgrade.graded import Graded
from ipclab.notebooks.notebook import Notebook

CONFIG = "nbgrader_config.py"


class Book:
    """A course's gradebook, open until it is closed. Raises NotRecorded where it cannot be used."""

    def __init__(self, root: Path) -> None:
        config = _config(root)
        self._directory = CourseDirectory(config=config)
        self._late = AssignLatePenalties(config=config)
        with _or_fault("opened"), _our_programs():
            self._book = Gradebook(self._directory.db_url, self._directory.course_id)

    def check(self, notebook: Notebook) -> None:
        """Whether marks for this assignment can be recorded. Raises NotInGradebook."""
        ours = {cell.id: float(cell.points) for cell in notebook.cases}
        theirs = {cell.name: cell.max_score for cell in self._cells(notebook.name)}
        if ours.items() <= theirs.items():
            return
        command = f"nbgrader generate_assignment {notebook.name} --force"
        raise NotInGradebook(
            f"the gradebook does not have {notebook.name} as its source is now: run `{command}`"
        )

    def _cells(self, assignment: str) -> list[GradeCell]:
        try:
            with _or_fault("read"):
                return list(self._book.find_notebook(assignment, assignment).grade_cells)
        except MissingEntry:
            return []

    def marks(self, assignment: str) -> dict[str, dict[str, float | None]]:
        """By student, what the autograder gave for each cell; None where it gave nothing."""
        wanted = SubmittedAssignment.student_id, GradeCell.name, Grade.auto_score
        query = self._grades(assignment, *wanted)
        found: dict[str, dict[str, float | None]] = {}
        with _or_fault("read"):
            for student, cell, points in query:
                found.setdefault(student, {})[cell] = points
        return found

    def _grades(self, assignment: str, *wanted: object) -> "Query[Any]":
        """Of each cell of each submission of the assignment, what is wanted."""
        query: Query[Any] = (
            self._book.db.query(*wanted)
            .select_from(SubmittedAssignment)
            .join(SubmittedAssignment.assignment)
            .join(SubmittedAssignment.notebooks)
            .join(SubmittedNotebook.grades)
            .join(GradeCell, GradeCell.id == Grade.cell_id)
            .filter(Assignment.name == assignment)
        )
        return query

    def record(
        self, graded: Graded, assignment: str, handed_in: datetime | None, empty: Collection[str]
    ) -> None:
        """Put the marks of a submission into the gradebook, all of them or none.

        `empty`: the solution cells that are as they were released. Raises NotRecorded where the
        gradebook cannot be written; then nothing was recorded.
        """
        marks = dict.fromkeys(empty, 0.0) | graded.marks
        with _or_fault("written", self._book):
            submission = self._submission(assignment, graded.student)
            submission.timestamp = handed_in or submission.timestamp
            notebook = _notebook(submission)
            for grade in notebook.grades:
                _give(grade, marks.get(grade.name))
            for comment in notebook.comments:
                comment.auto_comment = "No response." if comment.name in empty else None
            self._book.db.flush()
            self._book.db.refresh(notebook)  # its score is computed by the database
            notebook.late_submission_penalty = self._penalty(submission, notebook)
            self._book.db.commit()

    def renew_penalty(self, assignment: str, student: str) -> None:
        """Bring the late penalty to what the due date and nbgrader's plugin say now."""
        with _or_fault("written", self._book):
            submission = self._submission(assignment, student)
            notebook = _notebook(submission)
            notebook.late_submission_penalty = self._penalty(submission, notebook)
            self._book.db.commit()

    def by_hand(self, assignment: str) -> dict[str, set[str]]:
        """By student, the cells that a person has graded: the score has their points."""
        query = self._grades(assignment, SubmittedAssignment.student_id, GradeCell.name)
        found: dict[str, set[str]] = {}
        with _or_fault("read"):
            for student, cell in query.filter(Grade.manual_score.isnot(None)):
                found.setdefault(student, set()).add(cell)
        return found

    def is_to_be_looked_at(self, assignment: str, student: str) -> bool:
        """Whether a person graded a cell of it whose points by the autograder are others now."""
        query = self._grades(assignment, Grade).filter(SubmittedAssignment.student_id == student)
        by_both = Grade.manual_score.isnot(None) & Grade.auto_score.isnot(None)
        with _or_fault("read"):
            return query.filter(by_both & Grade.needs_manual_grade).first() is not None

    def released(self, assignment: str) -> dict[str, str]:
        """The text of each solution cell as it was released."""
        with _or_fault("read"):
            notebook = self._book.find_notebook(assignment, assignment)
            solutions = {cell.name for cell in notebook.solution_cells}
            sources = notebook.source_cells
            return {cell.name: cell.source for cell in sources if cell.name in solutions}

    def _submission(self, assignment: str, student: str) -> SubmittedAssignment:
        """The student's submission, made as nbgrader makes it, but not yet committed."""
        db = self._book.db
        found = db.query(SubmittedAssignment).join(SubmittedAssignment.assignment)
        found = found.filter(Assignment.name == assignment)
        known = found.filter(SubmittedAssignment.student_id == student).one_or_none()
        if known is not None:
            return known
        with db.no_autoflush:
            submission = SubmittedAssignment(
                assignment=self._book.find_assignment(assignment),
                student=db.get(Student, student) or Student(id=student),
            )
            for notebook in submission.assignment.notebooks:
                own = SubmittedNotebook(notebook=notebook, assignment=submission)
                for cell in (*notebook.grade_cells, *notebook.task_cells):
                    Grade(cell_id=cell.id, notebook=own)
                for cell in (*notebook.solution_cells, *notebook.task_cells):
                    Comment(cell_id=cell.id, notebook=own)
            db.add(submission)
        db.flush()
        return submission

    def _penalty(
        self, submission: SubmittedAssignment, notebook: SubmittedNotebook
    ) -> float | None:
        late = submission.total_seconds_late
        if late <= 0:
            return None
        self._late.init_plugin()
        student, score = submission.student_id, notebook.score
        penalty = self._late.plugin_inst.late_submission_penalty(student, score, late)
        return None if penalty is None else self._late._check_late_penalty(notebook, penalty)

    def close(self) -> None:
        self._book.close()
        self._book.engine.dispose()

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def time_of(timestamp: str) -> datetime | None:
    """The time that nbgrader wrote, in UTC; None where there is none. Raises ValueError."""
    return parse_utc(timestamp) if timestamp else None


def _notebook(submission: SubmittedAssignment) -> SubmittedNotebook:
    """The one that is graded; an assignment of ours has no other."""
    name = submission.assignment.name
    (notebook,) = (each for each in submission.notebooks if each.name == name)
    return notebook


def _give(grade: Grade, points: float | None) -> None:
    """A cell's points by the autograder; None where a person has to give them.

    Whoever has graded it by hand looks again, as nbgrader has it, if the points are others now.
    """
    if points == grade.auto_score:
        return
    grade.auto_score = points
    grade.needs_manual_grade = points is None or grade.manual_score is not None


def _config(root: Path) -> Config:
    """nbgrader's configuration of the course."""
    config = Config()
    if (root / CONFIG).exists():
        config = PyFileConfigLoader(CONFIG, str(root)).load_config()
    config.CourseDirectory.root = str(root.resolve())
    return config


@contextmanager
def _our_programs() -> Iterator[None]:
    """At its first use nbgrader calls `alembic`, which is where our interpreter is."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


@contextmanager
def _or_fault(what: str, book: Gradebook | None = None) -> Iterator[None]:
    """Whatever the database cannot do is a fault of ours, and nothing is half done."""
    try:
        yield
    except SQLAlchemyError as error:
        if book is not None:
            book.db.rollback()
        words = str(error).partition("\n")[0]
        raise NotRecorded(f"the gradebook could not be {what}: {words}") from error
