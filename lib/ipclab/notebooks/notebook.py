"""Reads an nbgrader notebook: its cells, its exercises, their cases and points. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise, takewhile
from typing import Any

from ipclab.syscalls.cell_source import case_text, defined, parsed

HIDDEN = "BEGIN HIDDEN TESTS"
LARGEST = 100_000_000  # bytes; a notebook of the course has 100,000


class NotebookError(Exception):
    """The file is not a notebook that can be checked; the message says why in one sentence."""


class Kind(Enum):
    """What a cell is for.

    >>> Kind.TEST.value
    'test'
    """

    PROSE = "prose"
    LOCKED = "locked"  # code of the course's own: imports, helpers
    SOLUTION = "solution"
    TEST = "test"
    CODE = "code"  # the learner's scratch cells


@dataclass(frozen=True)
class Cell:
    """One cell. `points` only matters for a test cell.

    `number` counts from 1 in the notebook; it is 0 for a file of answers.
    """

    number: int
    kind: Kind
    source: str
    id: str = ""
    points: int = 0

    @property
    def is_hidden(self) -> bool:
        """Whether this test cell is for the grader alone: marked so, or emptied in a release."""
        return self.kind is Kind.TEST and (HIDDEN in self.source or self.is_emptied)

    @property
    def is_emptied(self) -> bool:
        """Whether a release has taken this cell's case out."""
        tree = parsed(self.source)
        return self.kind is Kind.TEST and tree is not None and not tree.body

    @property
    def title(self) -> str:
        """What the case promises: its title, or the comment that stands for a hidden one."""
        titles = case_text(self.source, "title")
        if titles:
            return titles[0]
        comment = self.source.strip().partition("\n")[0].lstrip("# ").strip()
        return comment if self.is_emptied and comment else self.id


@dataclass(frozen=True)
class Exercise:
    """A solution cell, the prose before it and the test cells after it."""

    statement: tuple[Cell, ...]
    solution: Cell
    cases: tuple[Cell, ...]

    @property
    def id(self) -> str:
        """The name of the exercise: mostly that of its function."""
        return self.solution.id

    @property
    def functions(self) -> tuple[str, ...]:
        """What its solution cell defines."""
        return defined(self.solution.source)

    @property
    def points(self) -> int:
        """What its cases add up to."""
        return sum(cell.points for cell in self.cases)


@dataclass(frozen=True)
class Notebook:
    """An assignment: its cells in order, and the exercises among them."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises, in order."""
        return tuple(_exercises(self.cells))

    @property
    def functions(self) -> tuple[str, ...]:
        """What the exercises ask for."""
        return tuple(name for exercise in self.exercises for name in exercise.functions)

    @property
    def cases(self) -> tuple[Cell, ...]:
        """Every test cell, in order."""
        return tuple(cell for cell in self.cells if cell.kind is Kind.TEST)

    @property
    def points(self) -> int:
        """What all cases add up to."""
        return sum(cell.points for cell in self.cases)

    def replacing(self, cell_id: str, source: str) -> Notebook:
        """The same notebook, this cell's text replaced."""
        cells = (replace(c, source=source) if c.id == cell_id else c for c in self.cells)
        return replace(self, cells=tuple(cells))

    def exercise_of(self, case_id: str) -> Exercise | None:
        """The exercise that a case belongs to."""
        of = (e for e in self.exercises if any(cell.id == case_id for cell in e.cases))
        return next(of, None)

    def case_titled(self, title: str) -> Cell | None:
        """The test cell with this title; None if there is none, or more than one."""
        found = [cell for cell in self.cases if cell.title == title]
        return found[0] if len(found) == 1 else None


def parse(text: str | bytes, name: str = "notebook") -> Notebook:
    """Reads the JSON text of a notebook; a NotebookError says what is wrong with it.

    >>> parse('{"nbformat": 4, "cells": []}').points
    0
    >>> parse("[]")
    Traceback (most recent call last):
    ipclab.notebooks.notebook.NotebookError: notebook is not a notebook: no "cells" in it
    """
    return Notebook(name, tuple(_cells(_document(text, name), name)))


def loose_cells(text: str | bytes, name: str = "notebook") -> list[Cell]:
    """The cells of a notebook that anybody may have changed: marks that are nonsense are no marks.

    >>> loose_cells('{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 3"}]}')
    [Cell(number=1, kind=<Kind.CODE: 'code'>, source='x = 3', id='', points=0)]
    """
    cells = _document(text, name)["cells"]
    return [_loose(number, raw, f"{name}, cell {number}") for number, raw in enumerate(cells, 1)]


def _loose(number: int, raw: object, where: str) -> Cell:
    if not isinstance(raw, dict):
        raise NotebookError(f"{where}: not a cell")
    grade_id = _marks(raw).get("grade_id")
    own_id = grade_id if isinstance(grade_id, str) else ""
    kind = Kind.CODE if raw.get("cell_type") == "code" else Kind.PROSE
    return Cell(number, kind, _source(raw, where), own_id)


def _document(text: str | bytes, name: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise NotebookError(f"{name} is too large: more than {LARGEST:,} bytes")
    try:
        document = json.loads(text)
    except UnicodeDecodeError as error:
        raise NotebookError(f"{name} is not UTF-8 text: {error.reason}") from error
    except ValueError as error:
        raise NotebookError(f"{name} is not a notebook: {_first_line(error)}") from error
    except RecursionError as error:
        raise NotebookError(f"{name} is not a notebook: nested too deeply") from error
    if not isinstance(document, dict) or not isinstance(document.get("nbformat"), int):
        raise NotebookError(f'{name} is not a notebook: no "cells" in it')
    if document["nbformat"] != 4:
        version = document["nbformat"]
        raise NotebookError(
            f"{name} is a notebook of format {version}: open and save it in JupyterLab first"
        )
    if not isinstance(document.get("cells"), list):
        raise NotebookError(f'{name} is not a notebook: no "cells" in it')
    return document


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _cells(document: dict[str, Any], name: str) -> Iterator[Cell]:
    seen: dict[str, int] = {}
    for number, raw in enumerate(document["cells"], 1):
        cell = _cell(number, raw, f"{name}, cell {number}")
        if cell.kind in {Kind.SOLUTION, Kind.TEST}:
            if cell.id in seen:
                raise NotebookError(
                    f"{name}: cells {seen[cell.id]} and {number} are both {cell.id!r}; "
                    "a copied check or answer cell must go"
                )
            seen[cell.id] = number
        yield cell


def _cell(number: int, raw: object, where: str) -> Cell:
    if not isinstance(raw, dict):
        raise NotebookError(f"{where}: not a cell")
    marks = _marks(raw)
    kind = _kind(raw.get("cell_type"), marks)
    named = kind in {Kind.SOLUTION, Kind.TEST}
    grade_id = marks.get("grade_id")
    if named and not (isinstance(grade_id, str) and grade_id):
        raise NotebookError(f"{where}: its nbgrader metadata has no grade_id")
    own_id = grade_id if isinstance(grade_id, str) else raw.get("id", "")
    points = _points(marks, where) if kind is Kind.TEST else 0
    return Cell(
        number, kind, _source(raw, where), own_id if isinstance(own_id, str) else "", points
    )


def _marks(raw: dict[str, Any]) -> dict[str, Any]:
    """nbgrader's metadata of a cell; {} where there is none."""
    metadata = raw.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return marks if isinstance(marks, dict) else {}


def _kind(cell_type: object, marks: dict[str, Any]) -> Kind:
    if cell_type != "code":
        return Kind.PROSE
    if marks.get("solution"):
        return Kind.SOLUTION
    if marks.get("grade"):
        return Kind.TEST
    return Kind.LOCKED if marks.get("locked") else Kind.CODE


def _source(raw: dict[str, Any], where: str) -> str:
    source = raw.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    if not isinstance(source, str):
        raise NotebookError(f"{where}: its source is not text")
    return source


def _points(marks: dict[str, Any], where: str) -> int:
    points = marks.get("points", 0)
    if not isinstance(points, int | float) or points != points or points < 0 or points % 1:
        raise NotebookError(f"{where}: its points are {points!r}, not a whole number")
    return int(points)


def _exercises(cells: tuple[Cell, ...]) -> Iterator[Exercise]:
    starts = [at for at, cell in enumerate(cells) if cell.kind is Kind.SOLUTION]
    for start, end in pairwise([*starts, len(cells)]):
        cases = tuple(cell for cell in cells[start:end] if cell.kind is Kind.TEST)
        yield Exercise(_statement(cells[:start]), cells[start], cases)


def _statement(before: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The prose between the exercise before and this one's solution cell."""
    belongs = takewhile(lambda cell: cell.kind not in {Kind.SOLUTION, Kind.TEST}, reversed(before))
    return tuple(cell for cell in reversed(list(belongs)) if cell.kind is Kind.PROSE)
