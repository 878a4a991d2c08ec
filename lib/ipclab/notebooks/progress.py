"""What this learner has passed, across the course: kept in the learner's folder, never lost."""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, TypedDict

from ipclab.notebooks.folder import assignments, learner_folder, read, session_notebook
from ipclab.notebooks.notebook import NotebookError

FILE = ".progress.json"
Passed = dict[str, set[str]]


class Record(TypedDict):
    """What the file holds, by assignment: cases passed, and failures in a row."""

    passed: dict[str, list[str]]
    failures: dict[str, dict[str, int]]


@dataclass(frozen=True)
class Row:
    """One assignment of the table."""

    name: str
    passed: int
    cases: int
    points: int
    max_points: int


class Progress:
    """A small table of what has been passed; it shows itself, as text or in a notebook.

    >>> Progress((Row("00-welcome", 1, 2, 50, 100),))
    00-welcome   1 of  2 checks    50 of 100 points
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = tuple(rows)

    def __repr__(self) -> str:
        if not self.rows:
            return "No assignments here yet: open this from your learner's folder."
        width = max(len(row.name) for row in self.rows)
        return "\n".join(
            f"{row.name:{width}}  {row.passed:2} of {row.cases:2} checks"
            f"   {row.points:3} of {row.max_points:3} points"
            for row in self.rows
        )

    def _repr_html_(self) -> str:
        if not self.rows:
            return f"<p>{escape(repr(self))}</p>"
        return f"<table><tbody>{''.join(_html_of(row) for row in self.rows)}</tbody></table>"


def _html_of(row: Row) -> str:
    return (
        f'<tr><td style="text-align:left">{escape(row.name)}</td>'
        f'<td><progress max="{max(row.max_points, 1)}" value="{row.points}"></progress></td>'
        f"<td>{row.passed} of {row.cases} checks</td>"
        f"<td>{row.points} of {row.max_points} points</td></tr>"
    )


def progress() -> Progress:
    """What this learner has passed, across the course. Hidden checks are not counted.

    >>> type(progress()).__name__
    'Progress'
    """
    folder = learner_folder(_here())
    return Progress(_rows(folder, passed(_file(folder)))) if folder else Progress(())


def _rows(folder: Path, passed: Passed) -> Iterator[Row]:
    for path in assignments(folder):
        try:
            notebook = read(path)
        except NotebookError:
            continue  # a notebook that is broken has nothing to count
        cases = [cell for cell in notebook.cases if not cell.is_hidden]
        done = [cell for cell in cases if cell.id in passed.get(notebook.name, ())]
        points = (sum(cell.points for cell in cells) for cells in (done, cases))
        yield Row(notebook.name, len(done), len(cases), *points)


def note(title: str, has_passed: bool) -> None:
    """Remembers a case that ended in this kernel, by its title. Never raises: it is a courtesy.

    >>> note("A check of no notebook", True)
    """
    path = session_notebook()
    if path is None or not has_passed:
        return
    with suppress(NotebookError, OSError):
        notebook = read(path)
        cell = notebook.case_titled(title)
        if cell:
            remember(notebook.name, [cell.id], path.parent)


def remember(
    assignment: str, cases: Iterable[str], where: Path, failed: Iterable[str] = ()
) -> None:
    """Adds cases that passed to what is known. What was passed once stays passed.

    A case that failed is counted, until it passes: each time, its card opens one more hint.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     (Path(folder) / "assignments").mkdir()
    ...     remember("00-welcome", ["answer-a-name"], Path(folder))
    ...     passed(Path(folder) / FILE)
    {'00-welcome': {'answer-a-name'}}
    """
    file = _file(learner_folder(where))
    file.parent.mkdir(parents=True, exist_ok=True)
    with _alone(file.parent):
        record = _read(file)
        now = _with(record, assignment, set(cases), failed)
        if now != record:
            _replace(file, now)


def passed(file: Path) -> Passed:
    """The cases passed, by assignment, as the file has it; nothing where there is no file.

    A file that is damaged is set aside under another name, never written over.

    >>> passed(Path("/nowhere/progress.json"))
    {}
    """
    return {name: set(cases) for name, cases in _read(file)["passed"].items()}


def failures(assignment: str, where: Path) -> dict[str, int]:
    """How often each case of an assignment failed since it last passed, if it did.

    >>> failures("no such assignment", Path("/"))
    {}
    """
    return dict(_read(_file(learner_folder(where)))["failures"].get(assignment, {}))


def _with(record: Record, assignment: str, passed: set[str], failed: Iterable[str]) -> Record:
    known = passed.union(record["passed"].get(assignment, ()))
    counts = record["failures"].get(assignment, {})
    counts = {case: n for case, n in counts.items() if case not in passed}
    counts |= {case: counts.get(case, 0) + 1 for case in failed}
    return {
        "passed": record["passed"] | {assignment: sorted(known)},
        "failures": record["failures"] | {assignment: counts},
    }


def _read(file: Path) -> Record:
    try:
        return _understood(json.loads(file.read_bytes()))
    except FileNotFoundError:
        return {"passed": {}, "failures": {}}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        _set_aside(file)
        return {"passed": {}, "failures": {}}


def _understood(document: Any) -> Record:  # noqa: ANN401  whatever a file may hold
    """The document, its shape made sure of. Raises where it has another."""
    return {
        "passed": {name: sorted(map(str, cases)) for name, cases in document["passed"].items()},
        "failures": {
            name: {case: int(count) for case, count in counts.items()}
            for name, counts in document.get("failures", {}).items()
        },
    }


def _set_aside(file: Path) -> None:
    number = 1
    while (aside := file.with_name(f"{file.name}.damaged-{number}")).exists():
        number += 1
    file.rename(aside)


def _here() -> Path:
    notebook = session_notebook()
    return notebook.parent if notebook else Path.cwd()


def _file(folder: Path | None) -> Path:
    if folder:
        return folder / FILE
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "ipclab" / "progress.json"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two kernels may end a case at once: one after the other reads, adds and writes."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _replace(file: Path, record: Record) -> None:
    """Writes beside the file, then puts it in its place: a crash leaves the old or the new."""
    with tempfile.NamedTemporaryFile("w", dir=file.parent, prefix=FILE, delete=False) as new:
        json.dump(record, new, indent=1, sort_keys=True)
        new.flush()
        os.fsync(new.fileno())
    os.replace(new.name, file)
