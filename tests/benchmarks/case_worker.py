"""Runs the cases of answers, one after the other, in one process: `python -m …case_worker`.

Takes the name of an answer a line, gives what came of each of its cases as a line of JSON. Ends
with its input: so also when whoever started it is gone.
"""

import json
import sys
from itertools import chain

from ipclab.cards.verdict import Verdict
from ipclab.notebooks.runner import CaseResult, check
from tests.course import corpus
from tests.course.corpus import Answer


def answers() -> dict[str, Answer]:
    """Every answer that the course knows, right and wrong, by its name."""
    found = chain(
        corpus.references(), corpus.answers(corpus.ALTERNATIVES), corpus.answers(corpus.MISTAKES)
    )
    return {answer.name: answer for answer in found}


def outcomes(answer: Answer) -> list[dict[str, str | bool]]:
    """How each case of its exercise ended, and whether that is how it must end."""
    notebook = corpus.notebook(answer.assignment).replacing(answer.exercise, answer.source)
    return [_outcome(answer, result) for result in check(notebook, only={answer.exercise})]


def _outcome(answer: Answer, result: CaseResult) -> dict[str, str | bool]:
    right = {Verdict.FAILED, Verdict.TIMED_OUT} if result.id in answer.fails else {Verdict.PASSED}
    return {
        "case": result.id,
        "verdict": result.verdict.value,
        "as_it_must": result.verdict in right,
        "must_fail": result.id in answer.fails,
        "message": result.message,
    }


def main() -> None:
    known = answers()
    for line in sys.stdin:
        print(json.dumps(outcomes(known[line.strip()])), flush=True)


if __name__ == "__main__":
    main()
