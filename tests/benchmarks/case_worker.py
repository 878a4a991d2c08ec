"""Runs the cases of answers, one after the other, in one process: `python -m …case_worker`.

Takes the name of an answer a line, gives what came of each of its cases as a line of JSON. Ends
with its input: so also when whoever started it is gone.
"""

import json
import sys
from itertools import chain

from ipclab.notebooks.runner import check
from tests.course import corpus
from tests.course.corpus import Answer


def answers() -> dict[str, Answer]:
    """Every answer that the course knows, right and wrong, by its name."""
    found = chain(
        corpus.references(), corpus.answers(corpus.ALTERNATIVES), corpus.answers(corpus.MISTAKES)
    )
    return {answer.name: answer for answer in found}


def outcomes(answer: Answer) -> list[tuple[str, str, str, int | None]]:
    """Of each case of its exercise: which, its verdict, what it says, and its seed."""
    notebook = corpus.notebook(answer.assignment).replacing(answer.exercise, answer.source)
    return [
        (result.id, result.verdict.value, result.message, result.card.seed)
        for result in check(notebook, only={answer.exercise})
    ]


def main() -> None:
    known = answers()
    for line in sys.stdin:
        print(json.dumps(outcomes(known[line.strip()])), flush=True)


if __name__ == "__main__":
    main()
