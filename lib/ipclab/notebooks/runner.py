"""Executes a notebook's cells in order, and tells how each case ended.

What executes the student's cells is an argument (`Student`): at home they run here, as in a kernel;
in the judge they run in a process of their own, and stand-ins take their place in the namespace.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import io
import linecache
import re
import time
import traceback
import types
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ipclab.cards.card import Card
from ipclab.cards.evidence import Evidence
from ipclab.cards.verdict import Verdict
from ipclab.case import CaseFailed, observer
from ipclab.notebooks.ipython_syntax import Shell, to_python
from ipclab.notebooks.notebook import Cell, Exercise, Kind, Notebook

Namespace = dict[str, Any]
MOST_PRINTED = 1 << 20  # characters of a cell's output that are kept
MOST_QUOTED = 40  # characters of a cell, so that it is recognised
_UNDEFINED = re.compile(r"\b(\w{1,80})'? is not defined")


@dataclass(frozen=True)
class Executed:
    """What came of a cell: what it printed, and how it ended if it raised."""

    output: str = ""
    error: str = ""


Student = Callable[[Cell, Namespace], Executed]


@dataclass(frozen=True)
class CaseResult:
    """How a case ended. `card` is what the learner sees; `message` is the card as text."""

    id: str
    function: str
    title: str
    verdict: Verdict
    points: int
    max_points: int
    hidden: bool
    message: str
    seconds: float
    card: Card = field(repr=False, compare=False)

    def as_json(self) -> dict[str, object]:
        """The result as plain data, for `--json`."""
        names = ("id", "function", "title", "points", "max_points", "hidden", "message")
        data = {name: getattr(self, name) for name in names}
        return data | {"verdict": self.verdict.value, "seconds": round(self.seconds, 3)}


def report(
    assignment: str, seed: int | str, cases: Sequence[Mapping[str, Any]]
) -> dict[str, object]:
    """What `--json` prints of a run: one object. `cases`: each as JSON has it.

    >>> report("02-byte-streams", 4821, [])["score"]
    0
    """
    return {
        "assignment": assignment,
        "seed": seed,
        "score": sum(case["points"] for case in cases),
        "max_score": sum(case["max_points"] for case in cases),
        "cases": list(cases),
    }


def fresh_namespace() -> Namespace:
    """A namespace for cells, as a kernel has: functions defined in it travel by value.

    >>> fresh_namespace()["__name__"]
    '__main__'
    """
    namespace: Namespace = {"__name__": "__main__", "__doc__": None}
    namespace["get_ipython"] = lambda: Shell(namespace)
    return namespace


def execute(cell: Cell, namespace: Namespace) -> Executed:
    """Executes a cell as a kernel does: what it prints is kept, what it raises is told.

    >>> execute(Cell(1, Kind.CODE, "print(x)\\ny = 1 / 0"), {"x": 3})
    Executed(output='3\\n', error='line 2: ZeroDivisionError: division by zero')
    """
    printed = _Printed()
    error = ""
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            _run(cell, namespace)
        except (Exception, SystemExit, GeneratorExit) as raised:
            error = _told(raised, _file_of(cell))
    return Executed(printed.getvalue(), error)


class _Printed(io.StringIO):
    """What a cell prints, up to a limit; what comes after it is lost."""

    def write(self, text: str) -> int:
        super().write(text[: max(0, MOST_PRINTED - self.tell())])
        return len(text)


def remember(cell: Cell) -> str:
    """Keeps the cell's text where tracebacks and cards look for a line; returns it as Python.

    >>> remember(Cell(1, Kind.CODE, "x = 3", "three"))
    'x = 3'
    """
    source, name = to_python(cell.source), _file_of(cell)
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    return source


def _run(cell: Cell, namespace: Namespace) -> None:
    source, name = remember(cell), _file_of(cell)
    code = compile(source, name, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    if code.co_flags & inspect.CO_COROUTINE:
        asyncio.run(types.FunctionType(code, namespace)())
    else:
        exec(code, namespace)


def _file_of(cell: Cell) -> str:
    return f"<cell {cell.id or cell.number}>"


def _told(error: BaseException, file: str) -> str:
    """The error in one line, with the line of the cell in which it came up."""
    words = "".join(traceback.format_exception_only(error)[-1:]).strip()
    if isinstance(error, SyntaxError) and error.filename == file:
        return f"line {error.lineno}: {words}"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == file]
    return f"line {lines[-1]}: {words}" if lines else words


def check(
    notebook: Notebook,
    *,
    student: Student = execute,
    locked: Student = execute,
    only: Collection[str] | None = None,
    namespace: Namespace | None = None,
) -> Iterator[CaseResult]:
    """Executes the notebook and yields how each case ended, as soon as it has.

    `locked` executes the course's own cells. `only` names the exercises whose cases to run; every
    other cell runs all the same.
    """
    namespace = fresh_namespace() if namespace is None else namespace
    early: list[Early] = []
    for cell in notebook.cells:
        if cell.kind is Kind.TEST:
            exercise = notebook.exercise_of(cell.id)
            if only is None or (exercise and exercise.id in only):
                yield _case(cell, exercise, namespace, early)
        elif cell.kind is Kind.LOCKED:
            locked(cell, namespace)
        elif cell.kind is not Kind.PROSE:
            error = student(cell, namespace).error
            is_missing = cell.kind is Kind.SOLUTION and not cell.source.strip()
            if error or is_missing:
                early.append(Early(cell, error))


@dataclass(frozen=True)
class Early:
    """A cell of the student's that ended early, or an answer that is not there: then no error."""

    cell: Cell
    error: str

    def matters(self, exercise: str, undefined: frozenset[str]) -> bool:
        """Whether it explains what a card of the exercise shows: these names are not defined."""
        if not self.error:
            return self.cell.id in undefined
        is_of_it = self.cell.number == 0 or self.cell.id == exercise
        return is_of_it or not undefined.isdisjoint(re.findall(r"\w+", self.cell.source))

    def __str__(self) -> str:
        if not self.error:
            return f"The cell of {self.cell.id} is empty, or was deleted."
        return f"{self._name} ended early, in {self.error}"

    @property
    def _name(self) -> str:
        if self.cell.number == 0:
            return "Your file"
        if self.cell.kind is Kind.SOLUTION:
            return f"The cell of {self.cell.id}"
        first = self.cell.source.strip().partition("\n")[0]
        return f"Your cell that begins with `{first[:MOST_QUOTED]}`"


def _case(
    cell: Cell, exercise: Exercise | None, namespace: Namespace, early: Sequence[Early]
) -> CaseResult:
    began = time.perf_counter()
    card = _card_of(cell, namespace)
    seconds = time.perf_counter() - began
    points = cell.points if card.verdict is Verdict.PASSED else 0
    name = exercise.id if exercise else ""
    undefined = frozenset(_UNDEFINED.findall(f"{card.evidence.problem} {card.evidence.ending}"))
    said = [str(each) for each in early if each.matters(name, undefined)]
    card = replace(card, points=points, max_points=cell.points, warnings=(*said, *card.warnings))
    return CaseResult(
        id=cell.id,
        function=name,
        title=cell.title,
        verdict=card.verdict,
        points=points,
        max_points=cell.points,
        hidden=cell.is_hidden,
        message=card.text(),
        seconds=seconds,
        card=card,
    )


def _card_of(cell: Cell, namespace: Namespace) -> Card:
    """Executes a test cell and returns its card, whatever happens in it."""
    if cell.is_emptied:
        return Card(cell.title, Verdict.SKIPPED)
    cards: list[Card] = []
    watching = observer.set(cards.append)
    error: BaseException | None = None
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            _run(cell, namespace)
    except CaseFailed:
        pass  # its card says it
    except (Exception, SystemExit, GeneratorExit) as raised:
        error = raised
    finally:
        observer.reset(watching)
    return cards[0] if cards and error is None else _faulty(cell, error)


def _faulty(cell: Cell, error: BaseException | None) -> Card:
    """The card of a check that is itself wrong: nobody's mark."""
    told = f"raised {_told(error, _file_of(cell))}" if error else "has no case in it"
    return Card(cell.title, Verdict.GRADER_FAULT, Evidence(problem=f"The check itself {told}."))
