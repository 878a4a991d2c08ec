"""One notebook, or one file of answers, judged without a gradebook: `ipcgrade check` and `try`."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from ipcgrade.course import Course
from ipcgrade.graded import Ended
from ipcgrade.judge import Judge
from ipcgrade.submission import read, restored
from ipclab import seeds
from ipclab.notebooks import folder
from ipclab.notebooks.notebook import Cell, Kind, Notebook, NotebookError
from ipclab.notebooks.runner import report
from ipclab.syscalls.cell_source import defined

ANSWERED = "# the file answers this"


@dataclass(frozen=True)
class Task:
    """What is to be judged: a whole notebook, and the exercises whose cases count."""

    notebook: Notebook
    names: tuple[str, ...]  # the functions that its exercises ask for
    only: frozenset[str]


@dataclass(frozen=True)
class Report:
    """What came of it."""

    assignment: str
    seed: int
    results: tuple[Ended, ...]

    @property
    def score(self) -> int:
        return sum(result.points for result in self.results)

    @property
    def max_score(self) -> int:
        return sum(result.max_points for result in self.results)

    @property
    def has_faults(self) -> bool:
        """Whether a case ended in a fault of ours, so that there is no mark."""
        return any(result.is_fault for result in self.results)

    def json(self) -> str:
        """The report as one JSON object, in one line: of several runs, each has its own."""
        cases = [result.as_json() for result in self.results]
        return json.dumps(report(self.assignment, self.seed, cases))

    def text(self) -> str:
        """The cards, and the score."""
        cards = [result.message for result in self.results]
        return "\n".join([*cards, f"{self.assignment}: {self.score} of {self.max_score} points"])


def of_notebook(course: Course, path: Path) -> Task:
    """A student's notebook; its name says which assignment. Raises NotebookError."""
    submitted = read(path)
    if not any(folder.means(path.stem, name) for name in course.assignments()):
        raise NotebookError(f"{path} has the name of no assignment: {_near(course, path)}")
    source = source_of(course, path.stem)
    exercises = frozenset(each.id for each in source.exercises)
    return Task(restored(source, submitted), source.functions, exercises)


def _near(course: Course, path: Path) -> str:
    """What to do about a notebook's name: browsers and people add to names."""
    there = course.assignments()
    near = get_close_matches(path.stem, there, n=1)
    return f"rename it to {near[0]}.ipynb" if near else f"there is {_list(there)}"


def of_answers(course: Course, assignment: str, path: Path) -> Task:
    """A Python file that defines functions of the assignment. Raises NotebookError.

    The other exercises are the course's own, for the file's functions may stand on theirs; only the
    cases of its own exercises count.
    """
    source = source_of(course, assignment)
    try:
        text = read(path).decode()
    except UnicodeDecodeError as error:
        raise NotebookError(f"{path} is not UTF-8 text: {error.reason}") from error
    names = set(defined(text))
    answered = [each for each in source.exercises if names & set(each.functions)]
    if not answered:
        wanted = _list(source.functions)
        raise NotebookError(f"{path} defines no function of {source.name}: those are {wanted}")
    ids = frozenset(each.id for each in answered)
    whole = frozenset(each.id for each in answered if names >= set(each.functions))
    notebook = replace(source, cells=tuple(_with(source.cells, text, ids, whole)))
    return Task(notebook, source.functions, ids)


def judge(task: Task, seed: int | None, slot: int = 0, isolated: bool = True) -> Report:
    """Judge it in sandboxes of its own, or in none. Raises GraderFault."""
    seed = seeds.fresh() if seed is None else seed
    with Judge(slot, isolated) as sandboxes:
        results = tuple(sandboxes.grade(task.notebook, task.names, seed, task.only))
    return Report(task.notebook.name, seed, results)


def source_of(course: Course, wanted: str) -> Notebook:
    """An assignment's source, by its name or number. Raises NotebookError."""
    there = course.assignments()
    found = [name for name in there if folder.means(wanted, name)]
    if len(found) != 1:
        raise NotebookError(f"no assignment {wanted} in {course.source}: there is {_list(there)}")
    return folder.read(course.source / found[0] / f"{found[0]}.ipynb")


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"


def _with(
    cells: Sequence[Cell], text: str, answered: frozenset[str], whole: frozenset[str]
) -> Iterator[Cell]:
    """The cells, the file in the place of the solutions that it answers."""
    is_in = False
    for cell in cells:
        is_answered = cell.kind is Kind.SOLUTION and cell.id in answered
        yield replace(cell, source=ANSWERED) if is_answered and cell.id in whole else cell
        if is_answered and (not is_in or cell.id not in whole):  # after what it answers in part
            yield from _file(text)
            is_in = True


def _file(text: str) -> Iterator[Cell]:
    """The file as cells. It is no program here: what it does as one is for its author's tries."""
    for source in ('__name__ = "<answers>"', text, '__name__ = "__main__"'):
        yield Cell(0, Kind.CODE, source, "answers" if source is text else "")
