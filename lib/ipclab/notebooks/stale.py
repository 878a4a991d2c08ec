"""Warns when the function that a case ran is no longer what its cell now says.

The commonest confusion in a notebook: the cell was edited, but not run. Known from the notebook's
file, which the learner's JupyterLab saves every few seconds, and from what was run when.
"""

import time
from typing import Protocol

from ipclab.cards.card import Card
from ipclab.notebooks import folder
from ipclab.notebooks.notebook import Notebook, NotebookError, parse

_ATTRIBUTE = "_ipclab_ran"  # on the shell, because it is the shell's memory


class _Info(Protocol):
    cell_id: str | None
    raw_cell: str


class _Events(Protocol):
    def register(self, event: str, function: object) -> None: ...


class Shell(Protocol):
    """What we use of an IPython shell."""

    events: _Events


class Ran:
    """What each cell said when it was last run, by cell id. Registered with `%load_ext ipclab`."""

    def __init__(self) -> None:
        self.cells: dict[str, tuple[str, float]] = {}

    def note(self, info: _Info) -> None:
        """Before a cell runs (IPython's pre_run_cell event)."""
        if info.cell_id:
            self.cells[info.cell_id] = (info.raw_cell, time.time())


def warnings(shell: object, card: Card) -> tuple[str, ...]:
    """A sentence for each exercise of this case whose cell was changed after it was run."""
    ran = getattr(shell, _ATTRIBUTE, None)
    path = folder.session_notebook()
    if ran is None or path is None:
        return ()
    try:
        notebook = parse(path.read_bytes(), path.name)
        saved = path.stat().st_mtime
    except (OSError, NotebookError):
        return ()
    return tuple(_changed(notebook, card, ran, saved))


def _changed(notebook: Notebook, card: Card, ran: Ran, saved: float) -> list[str]:
    cell = notebook.case_titled(card.title)
    exercise = notebook.exercise_of(cell.id) if cell else None
    if exercise is None or exercise.solution.id not in ran.cells:
        return []
    text, when = ran.cells[exercise.solution.id]
    if saved <= when or text.strip() == exercise.solution.source.strip():
        return []
    name = exercise.id
    return [f"The cell of {name} was changed after it was run: run it again, then this one."]


def register(shell: Shell) -> None:
    """Remember from now on what is run."""
    ran = Ran()
    setattr(shell, _ATTRIBUTE, ran)
    shell.events.register("pre_run_cell", ran.note)
