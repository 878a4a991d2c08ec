"""The one form in which notebooks are kept, so that a diff shows what somebody changed."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]
Cell = dict[str, Any]

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python"}
KEPT_CELL_METADATA = {"nbgrader", "tags", "jupyter"}
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=.*\d)[0-9a-f]{8}")
VALID_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def normalise(text: str, outputs: bool) -> str:
    """A notebook's text in normal form; its outputs stay only where they are asked for."""
    notebook = json.loads(text)
    cells = [_normal_cell(cell, outputs) for cell in notebook["cells"]]
    if outputs:
        _number(cells)
    normal = {
        "cells": cells,
        "metadata": {"kernelspec": KERNEL, "language_info": LANGUAGE},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(normal, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def complaints(text: str, outputs: bool) -> Iterator[str]:
    """What only its author can mend: cells without a lasting name."""
    notebook = json.loads(text)
    if (notebook["nbformat"], notebook["nbformat_minor"]) < (4, 5):
        yield "nbformat is below 4.5: its cells have no ids"
        return
    seen: set[str] = set()
    for number, cell in enumerate(notebook["cells"], start=1):
        yield from (f"cell {number}: {words}" for words in _id_complaints(cell, seen))
    if normalise(text, outputs) != text:
        yield "not in normal form: ipcgrade normalise mends it"


def keeps_outputs(path: Path) -> bool:
    """Lectures keep their outputs; the sources of assignments have none."""
    return path.parent.name == "lectures"


def _id_complaints(cell: Cell, seen: set[str]) -> Iterator[str]:
    name = cell.get("id", "")
    if not VALID_ID.fullmatch(name):
        yield f"{name!r} is no cell id"
    if RANDOM_ID.fullmatch(name):
        yield f"its id {name} is random: give it a short name that says what it is"
    if name in seen:
        yield f"its id {name} is taken"
    seen.add(name)
    grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", name)
    if grade_id != name:
        yield f"its id {name} is not its grade_id {grade_id}"


def _normal_cell(cell: Cell, outputs: bool) -> Cell:
    metadata = {key: cell["metadata"][key] for key in cell["metadata"] if key in KEPT_CELL_METADATA}
    normal = {**cell, "metadata": metadata, "source": _lines(cell["source"])}
    if cell["cell_type"] == "code":
        kept = [_normal_output(output) for output in _joined(cell["outputs"])] if outputs else []
        normal |= {"outputs": kept, "execution_count": None}
    return normal


def _joined(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was printed comes in pieces, cut by the kernel's clock; here it is one."""
    joined: list[dict[str, Any]] = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output.get("name") and output["name"] == last.get("name"):
            joined[-1] = {**last, "text": "".join([*last["text"], *output["text"]])}
        else:
            joined.append(output)
    return joined


def _normal_output(output: dict[str, Any]) -> dict[str, Any]:
    if "text" in output:
        return {**output, "text": _lines(output["text"])}
    if "data" in output:
        data = {kind: _lines_of(kind, value) for kind, value in output["data"].items()}
        return {**output, "data": data}
    return dict(output)


def _lines_of(kind: str, value: Any) -> Any:  # noqa: ANN401  (JSON, of any shape)
    written_in_lines = kind.startswith("text/") or kind in {
        "image/svg+xml",
        "application/javascript",
    }
    return _lines(value) if written_in_lines else value


def _lines(text: str | list[str]) -> list[str]:
    return "".join(text).splitlines(keepends=True)


def _number(cells: list[Cell]) -> None:
    """As one run from the top would number them."""
    ran = (
        cell for cell in cells if cell["cell_type"] == "code" and "".join(cell["source"]).strip()
    )
    for number, cell in enumerate(ran, start=1):
        cell["execution_count"] = number
        for output in cell["outputs"]:
            if output["output_type"] == "execute_result":
                output["execution_count"] = number
