"""The program that a learner is to mend, and the card that it gets: both as the statement says."""

import ast
import re

import pytest

from ipclab.notebooks.runner import check
from tests.course import corpus
from tests.course.corpus import Answer

MISTAKES = {
    (answer.assignment, answer.exercise): answer
    for answer in corpus.answers(corpus.MISTAKES)
    if answer.name.endswith("/as-found.py")
}
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(assignment: str, exercise: str) -> dict[str, str]:
    """By its language, each block of code in an exercise's statement."""
    prose = "\n".join(cell.source for cell in corpus.exercise(assignment, exercise).statement)
    return {language: text for language, text in _BLOCK.findall(prose.partition("<details>")[0])}


@pytest.fixture(params=MISTAKES.values(), ids=str)
def found(request: pytest.FixtureRequest) -> Answer:
    answer: Answer = request.param
    return answer


def test_every_statement_that_shows_a_card_is_held_to_it() -> None:
    shown = {key for key in corpus.exercises() if "✗" in blocks(*key).get("", "")}
    assert shown == MISTAKES.keys()


def test_the_program_as_found_is_the_one_in_the_statement(found: Answer) -> None:
    program = blocks(found.assignment, found.exercise)["python"]
    assert ast.dump(ast.parse(found.source)) == ast.dump(ast.parse(program))


def test_its_first_card_is_the_one_in_the_statement(found: Answer) -> None:
    notebook = corpus.notebook(found.assignment).replacing(
        found.exercise, blocks(found.assignment, found.exercise)["python"]
    )
    first = next(iter(check(notebook, only={found.exercise})))

    assert first.message.startswith(blocks(found.assignment, found.exercise)[""])
