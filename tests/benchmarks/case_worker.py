"""Runs the cases of answers, one after the other, in one process: `python -m …case_worker`.

Takes the name of an answer a line, gives what came of each of its cases as a line of JSON. Ends
with its input: so also when whoever started it is gone. `--stepped`: only the cases that the
stepper decides, and of a wrong answer those that it must fail.
"""

import json
import sys
from dataclasses import replace
from itertools import chain

from ipclab.notebooks.notebook import Cell, Kind
from ipclab.notebooks.runner import check
from tests.course import corpus
from tests.course.corpus import Answer


def answers() -> dict[str, Answer]:
    """Every answer that the course knows, right and wrong, by its name."""
    found = chain(
        corpus.references(), corpus.answers(corpus.ALTERNATIVES), corpus.answers(corpus.MISTAKES)
    )
    return {answer.name: answer for answer in found}


def is_stepped(cell: Cell) -> bool:
    """Whether the stepper decides it."""
    return "every_interleaving(" in cell.source or "at_every_line(" in cell.source


def wanted(cell: Cell, answer: Answer) -> bool:
    """Whether the stepper decides it with this answer."""
    return is_stepped(cell) and (not answer.is_mistake or cell.id in answer.fails)


def outcomes(answer: Answer, stepped: bool) -> list[tuple[str, str, str, int | None]]:
    """Of each case of its exercise: which, its verdict, what it says, and its seed."""
    notebook = corpus.notebook(answer.assignment).replacing(answer.exercise, answer.source)
    if stepped:
        cells = (
            each for each in notebook.cells if each.kind is not Kind.TEST or wanted(each, answer)
        )
        notebook = replace(notebook, cells=tuple(cells))
    return [
        (result.id, result.verdict.value, result.message, result.card.seed)
        for result in check(notebook, only={answer.exercise})
    ]


def main() -> None:
    known, stepped = answers(), "--stepped" in sys.argv
    for line in sys.stdin:
        print(json.dumps(outcomes(known[line.strip()], stepped)), flush=True)


if __name__ == "__main__":
    main()
