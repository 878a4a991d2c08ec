"""A student's notebook, read as untrusted data and put back on the course's own cells.

The source gives the skeleton: its cells, in its order, its tests and points as they are. Of the
student's notebook come the texts of the solution cells, and their own cells where they stood.
"""

import os
import stat
from dataclasses import replace
from pathlib import Path

from ipclab.notebooks.notebook import Cell, Kind, Notebook, NotebookError, loose_cells

LARGEST = 20_000_000  # bytes; a notebook of the course has 100,000
MOST_CELLS = 2_000  # a notebook of the course has 100


def read(path: Path) -> bytes:
    """The bytes of a submitted file. Raises NotebookError where it is no regular file, or large.

    >>> read(Path("/dev/zero"))
    Traceback (most recent call last):
    ipclab.notebooks.notebook.NotebookError: /dev/zero is not a regular file
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise NotebookError(f"{path}: {error.strerror}") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotebookError(f"{path} is not a regular file")
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise NotebookError(f"{path} is too large: more than {LARGEST:,} bytes")
    return content


def restored(source: Notebook, submitted: bytes) -> Notebook:
    """The course's notebook with this student's answers. Raises NotebookError.

    Of several cells with one grade_id the last counts, as nbgrader has it; a solution cell that is
    missing is empty.
    """
    file = f"{source.name}.ipynb"
    cells = [_encodable(cell) for cell in loose_cells(submitted, file)]
    if len(cells) > MOST_CELLS:
        raise NotebookError(f"{file} has {len(cells):,} cells, more than {MOST_CELLS:,}")
    ours = {cell.id: cell for cell in source.cells if cell.id}
    answers = {cell.id: cell for cell in cells if cell.id in ours}  # the last of each
    own: dict[str, list[Cell]] = {}  # by the course's cell that they stand after
    after = ""
    for cell in cells:
        if answers.get(cell.id) is cell:
            after = cell.id
        else:
            own.setdefault(after, []).append(replace(cell, id=""))
    return Notebook(source.name, tuple(_laid(source, answers, own)))


def _encodable(cell: Cell) -> Cell:
    """The cell without halves of characters, which JSON can say and no text can hold."""
    return replace(cell, source=cell.source.encode(errors="replace").decode())


def _laid(source: Notebook, answers: dict[str, Cell], own: dict[str, list[Cell]]) -> list[Cell]:
    laid = list(own.get("", ()))
    for cell in source.cells:
        laid.append(_answered(cell, answers.get(cell.id)))
        laid += own.get(cell.id, ()) if cell.id else ()
    return laid


def _answered(ours: Cell, theirs: Cell | None) -> Cell:
    if ours.kind is not Kind.SOLUTION:
        return ours
    is_code = theirs is not None and theirs.kind is not Kind.PROSE
    return replace(ours, source=theirs.source if theirs and is_code else "")
