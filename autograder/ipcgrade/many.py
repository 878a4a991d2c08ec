"""A class, graded: `ipcgrade grade`.

Verdicts go into the journal as they are reached; then the gradebook and the autograded notebooks
are brought to what the journal says, and left alone where they are there already. So a run that was
killed is started again, and goes on where it was.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipcgrade.course import Course
from ipcgrade.graded import Graded
from ipcgrade.grading import Work, grade_all
from ipcgrade.journal import Journal
from ipcgrade.submitted import Class
from ipcgrade.summary import Summary
from ipclab.errors import GraderFault
from ipclab.notebooks.notebook import NotebookError

if TYPE_CHECKING:
    from ipcgrade.record import Recorder

Told = Callable[[int, int, str, Graded | GraderFault | None], None]
"""Is told of each submission: how many are done, of how many; the student; what came of it.

At the beginning of none: how many were done before."""


@dataclass(frozen=True)
class Wanted:
    """What is to be graded, and where."""

    assignment: str
    students: frozenset[str] = frozenset()  # all, where there are none
    workers: int = 0  # as many as there are cores
    scheduler: str = ""  # of a Dask cluster
    again: bool = False  # also what the journal has
    only_compare: bool = False  # record nothing, say what would change
    isolated: bool = True  # or student code runs as whoever grades


def grade(course: Course, wanted: Wanted, told: Told) -> Summary:
    """Grade a class. Raises NotebookError, Busy, NotInGradebook, and GraderFault."""
    handed_in = Class(course, wanted.assignment)
    summary = Summary(handed_in.name)
    works = list(_readable(handed_in, wanted, summary))
    with Journal(course.root / "journal" / f"{handed_in.name}.jsonl") as journal:
        known = {} if wanted.again else journal.graded({work.key for work in works})
        due = [work for work in works if work.key not in known]
        told(len(works) - len(due), len(works), "", None)
        summary.due = len(due)
        with (
            grade_all(due, wanted.workers, wanted.scheduler, wanted.isolated) as results,
            _recorder(handed_in) as recorder,  # while the first are being graded
        ):
            summary.marked, summary.by_hand = recorder.marked, recorder.by_hand
            for work in works:
                if work.key in known:
                    _enter(recorder, summary, work, known[work.key], wanted.only_compare)
            for number, (work, result) in enumerate(results, len(works) - len(due) + 1):
                if isinstance(result, Graded):
                    journal.append(result)
                _enter(recorder, summary, work, result, wanted.only_compare)
                told(number, len(works), work.student, result)
    return summary


def _readable(handed_in: Class, wanted: Wanted, summary: Summary) -> Iterator[Work]:
    for submission in handed_in.of(wanted.students):
        try:
            yield handed_in.work(submission)
        except NotebookError as error:
            summary.unusable[submission.student] = str(error)


@contextmanager
def _recorder(handed_in: Class) -> Iterator["Recorder"]:
    from ipcgrade.gradebook import Book  # takes a second or two, in which grading goes on
    from ipcgrade.record import Recorder

    with Book(handed_in.course.root) as book:
        book.check(handed_in.notebook)
        yield Recorder(book, handed_in)


def _enter(
    recorder: "Recorder",
    summary: Summary,
    work: Work,
    result: Graded | GraderFault,
    only_compare: bool,
) -> None:
    """Record what came of a submission, and keep it in mind for the summary."""
    if isinstance(result, GraderFault):
        summary.faults[work.student] = result
        return
    summary.graded.append(result)
    summary.changes[work.student] = recorder.changes(result)
    if only_compare:
        return
    try:
        summary.notes[work.student] = recorder.record(work, result)
    except GraderFault as fault:
        summary.faults[work.student] = fault
