"""The autograded notebook: what formgrader and feedback show of a submission. Pure.

It has the source's cells with the student's answers, and a card under each case. What the student
wrote is shown as text and never as HTML, and no output of theirs is in it: a script in one would
run in whoever reads the feedback. A hidden case is its title and its hint.
"""

import json
import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from ipcgrade.graded import Ended, Graded
from ipclab.notebooks.notebook import Cell, Kind, Notebook

_HIDDEN = re.compile(r"^### BEGIN HIDDEN TESTS$.*?^### END HIDDEN TESTS$\n?", re.MULTILINE | re.S)
_FENCE = re.compile(r"`{3,}")

RawCell = dict[str, Any]


def autograded(source: bytes, restored: Notebook, graded: Graded) -> str:
    """The notebook as JSON text.

    `source`: the course's own notebook; `restored`: with the student's answers put back on it.
    """
    document = json.loads(source)
    ours = {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in document["cells"]}
    ended = {case.id: case for case in graded.cases}
    numbers, own = count(1), count(1)
    cells = [
        _ours(ours[cell.id], cell, ended.get(cell.id), numbers)
        if cell.id in ours
        else _theirs(cell, f"own-{next(own)}")
        for cell in restored.cells
    ]
    metadata = {**document["metadata"], "ipcgrade": {"key": graded.key, "seed": graded.seed}}
    return json.dumps({**document, "cells": cells, "metadata": metadata}, indent=1) + "\n"


def _ours(raw: RawCell, cell: Cell, ended: Ended | None, numbers: Iterator[int]) -> RawCell:
    cell_of_course = {**raw, "source": _HIDDEN.sub("", cell.source)}
    if ended is None:
        return cell_of_course
    number = next(numbers)
    return {**cell_of_course, "execution_count": number, "outputs": [_shown(ended)]}


def _theirs(cell: Cell, own_id: str) -> RawCell:
    if cell.kind is Kind.PROSE:
        return {"cell_type": "markdown", "id": own_id, "metadata": {}, "source": _as_text(cell)}
    code: RawCell = {"cell_type": "code", "execution_count": None, "outputs": []}
    return {**code, "id": own_id, "metadata": {}, "source": cell.source}


def _as_text(cell: Cell) -> str:
    """Markdown that shows the text of a cell and renders none of it."""
    longest = max(map(len, _FENCE.findall(cell.source)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}text\n{cell.source}\n{fence}"


def _shown(ended: Ended) -> RawCell:
    """A card as an output. Feedback and formgrader show the HTML where there is some."""
    data = {"text/plain": ended.shown}
    if ended.shown_html:
        data["text/html"] = ended.shown_html
    return {"output_type": "display_data", "data": data, "metadata": {}}
