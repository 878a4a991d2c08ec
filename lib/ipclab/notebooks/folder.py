"""The learner's folder: where the assignments are, and which of them a kernel belongs to."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from ipclab.notebooks.notebook import Notebook, NotebookError, parse

MARK = ".ipc-lab.json"  # what laying the folder out leaves in it
USUAL = "ipc-lab"  # its name, where it was not given another


def read(path: Path) -> Notebook:
    """Reads a notebook file; a NotebookError says in one sentence why it cannot.

    >>> read(Path("/nowhere/02-byte-streams.ipynb"))
    Traceback (most recent call last):
    ipclab...NotebookError: /nowhere/02-byte-streams.ipynb: No such file or directory
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NotebookError(f"{path}: {error.strerror}") from error
    notebook = parse(content, path.name)
    return Notebook(path.stem, notebook.cells)


def learner_folder(start: Path) -> Path | None:
    """The learner's folder that `start` is in, or that lies in it; None where there is none.

    >>> learner_folder(Path("/")) is None
    True
    """
    for folder in _upwards(start):
        for candidate in (folder, folder / USUAL):
            if (candidate / MARK).is_file() or (candidate / "assignments").is_dir():
                return candidate
    return None


def _upwards(start: Path) -> Iterator[Path]:
    start = start.absolute()
    yield from (start, *start.parents)


def assignments(folder: Path) -> list[Path]:
    """The assignment notebooks of a learner's folder, in the order of their numbers.

    >>> assignments(Path("/nowhere"))
    []
    """
    found = (folder / "assignments").glob("[0-9][0-9]-*/*.ipynb")
    return sorted(path for path in found if path.stem == path.parent.name)


def locate(wanted: str, start: Path) -> Path:
    """The notebook that `02`, `02-byte-streams` or a path means, seen from the folder `start`.

    Raises NotebookError, which says what there is instead.

    >>> locate("02", Path("/"))
    Traceback (most recent call last):
    ipclab...NotebookError: no learner's folder here: go to yours, or give a notebook's path
    """
    if wanted.endswith(".ipynb"):
        return start / wanted
    folder = learner_folder(start)
    if folder is None:
        raise NotebookError("no learner's folder here: go to yours, or give a notebook's path")
    paths = assignments(folder)
    found = [path for path in paths if means(wanted, path.stem)]
    if len(found) != 1:
        there = ", ".join(path.stem for path in paths) or "no assignment at all"
        raise NotebookError(f"no assignment {wanted} in {folder}: there is {there}")
    return found[0]


def means(wanted: str, name: str) -> bool:
    """Whether `2`, `02` or `02-byte-streams` means the assignment of this name.

    >>> means("2", "02-byte-streams")
    True
    """
    number = wanted.zfill(2) if wanted.isdigit() else wanted
    return name == wanted or name.startswith(f"{number}-")


def session_notebook(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The notebook that this kernel runs; None where there is no kernel or it does not say.

    >>> session_notebook({}) is None
    True
    """
    path = environment.get("JPY_SESSION_NAME", "")
    return Path(path) if path.endswith(".ipynb") and Path(path).is_file() else None


def points_in_session(title: str) -> int | None:
    """The points of the case with this title in the notebook of this kernel; None if unknown.

    >>> points_in_session("no such case") is None
    True
    """
    path = session_notebook()
    try:
        cell = read(path).case_titled(title) if path else None
    except NotebookError:
        return None
    return cell.points if cell else None
