"""The warning that a function is not what its cell now says."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from ipclab.cards.card import Card
from ipclab.cards.verdict import Verdict
from ipclab.notebooks import stale
from tests.lib.assignment import ASSIGNMENT, DOUBLE

FAILED = Card("Two is four", Verdict.FAILED)
LONG_AGO, LATER = 1_000_000_000, 4_000_000_000  # seconds since 1970


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A shell that has run the solution's cell, in a session of the notebook below tmp_path."""
    notebook = tmp_path / "02-doubles.ipynb"
    notebook.write_text(ASSIGNMENT)
    monkeypatch.setenv("JPY_SESSION_NAME", str(notebook))
    handlers: list[object] = []
    events = SimpleNamespace(register=lambda _, handler: handlers.append(handler))
    shell = SimpleNamespace(events=events, notebook=notebook)
    stale.register(shell)
    shell.run = handlers[0]
    return shell


def ran(source: str) -> SimpleNamespace:
    return SimpleNamespace(cell_id="double", raw_cell=source)


def save(shell: SimpleNamespace, when: int) -> None:
    os.utime(shell.notebook, (when, when))


def test_a_cell_that_was_changed_and_saved_after_it_ran_is_told(shell: SimpleNamespace) -> None:
    shell.run(ran("def double(n): return n"))
    save(shell, LATER)
    assert stale.warnings(shell, FAILED) == (
        "The cell of double was changed after it was run: run it again, then this one.",
    )


def test_a_cell_that_ran_as_it_stands_is_not(shell: SimpleNamespace) -> None:
    shell.run(ran(DOUBLE))
    save(shell, LATER)
    assert stale.warnings(shell, FAILED) == ()


def test_a_file_that_is_older_than_the_run_says_nothing(shell: SimpleNamespace) -> None:
    shell.run(ran("def double(n): return n"))
    save(shell, LONG_AGO)
    assert stale.warnings(shell, FAILED) == ()


def test_a_cell_that_never_ran_says_nothing(shell: SimpleNamespace) -> None:
    save(shell, LATER)
    assert stale.warnings(shell, FAILED) == ()


def test_a_notebook_that_cannot_be_read_says_nothing(shell: SimpleNamespace) -> None:
    shell.run(ran("def double(n): return n"))
    shell.notebook.write_text("no notebook")
    assert stale.warnings(shell, FAILED) == ()
