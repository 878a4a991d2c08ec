"""Brings the gradebook and the autograded notebooks to what was graded. May be repeated."""

import os
from datetime import datetime
from pathlib import Path

from ipcgrade.autograded import autograded
from ipcgrade.errors import NotRecorded
from ipcgrade.gradebook import Book, time_of
from ipcgrade.graded import Graded
from ipcgrade.grading import Work
from ipcgrade.submitted import TIMESTAMP, Class
from ipcgrade.summary import Changes

LOOK_AGAIN = "graded by hand, and its points are others now: look again in the formgrader"
NO_TIME = (
    f"its {TIMESTAMP} is no time, so it counts as on time; until that is mended or removed, "
    "the formgrader cannot list the class"
)


class Recorder:
    """Records submissions of one assignment, those that are not recorded yet."""

    def __init__(self, book: Book, handed_in: Class) -> None:
        self._book, self._class = book, handed_in
        self._marks = book.marks(handed_in.name)
        self.by_hand = book.by_hand(handed_in.name)  # by student: cells that a person graded
        self._released = book.released(handed_in.name)

    def changes(self, graded: Graded) -> Changes:
        """Which marks would be others than those in the gradebook."""
        before = self._marks.get(graded.student, {})
        marks = graded.marks.items()
        return {case: (before.get(case), now) for case, now in marks if before.get(case) != now}

    def record(self, work: Work, graded: Graded) -> list[str]:
        """Record it, unless it is recorded. Returns what the instructor should know, if anything.

        The notebook comes last, for its key says that all was recorded: of a run that is killed in
        between, nothing is taken for done. Raises NotRecorded.
        """
        folder = self._class.course.root / "autograded" / work.student / self._class.name
        path = folder / f"{self._class.name}.ipynb"
        handed_in, notes = self._time_of(work.student)
        is_there = _is_of(path, graded) and _has(folder / TIMESTAMP, handed_in)
        if is_there and not self.changes(graded):
            self._book.renew_penalty(self._class.name, work.student)
        else:
            empty = {c.id for c in work.notebook.cells if self._is_as_released(c.id, c.source)}
            self._book.record(graded, self._class.name, handed_in, empty)
            self._write(folder, handed_in, autograded(self._class.source, work.notebook, graded))
        look = self._book.is_to_be_looked_at(self._class.name, work.student)
        return [*notes, LOOK_AGAIN] if look else notes

    def _write(self, folder: Path, handed_in: datetime | None, notebook: str) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if handed_in:
                _write(folder / TIMESTAMP, f"{handed_in}\n")
            _write(folder / f"{self._class.name}.ipynb", notebook)
        except OSError as error:
            raise NotRecorded(f"{folder} could not be written: {error.strerror}") from error

    @property
    def marked(self) -> set[str]:
        """The students who had a mark before this run."""
        points = {student: cells.values() for student, cells in self._marks.items()}
        return {student for student, given in points.items() if set(given) - {None}}

    def _time_of(self, student: str) -> tuple[datetime | None, list[str]]:
        """When it was handed in, and what is amiss with that."""
        try:
            return time_of(self._class.submissions[student].timestamp()), []
        except ValueError:
            return None, [NO_TIME]

    def _is_as_released(self, cell: str, source: str) -> bool:
        return cell in self._released and self._released[cell].strip() == source.strip()


def _is_of(path: Path, graded: Graded) -> bool:
    """Whether this notebook was written of this grading, to the end."""
    return _has(path, f'"key": "{graded.key}"') and _has(path, f'"seed": {graded.seed}\n')


def _has(path: Path, what: object) -> bool:
    """Whether a file that we wrote says this; None is said nowhere."""
    try:
        return what is None or str(what).encode() in path.read_bytes()
    except OSError:
        return False


def _write(path: Path, text: str) -> None:
    """Write the whole file or none of it."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)
