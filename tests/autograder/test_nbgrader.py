"""nbgrader, unmodified, releases, validates and grades every assignment of the course."""

import json

import pytest

from tests.autograder.classroom import Classroom, students_with_mistakes
from tests.tree import COURSE


@pytest.fixture(scope="module", params=COURSE.assignments())
def room(request, tmp_path_factory):
    """A class in which everything was submitted and graded."""
    assignment = request.param
    room = Classroom.open(tmp_path_factory.mktemp(assignment) / "course", assignment)
    reference = room.reference()
    room.submit("right", reference)
    room.submit("untouched", {})
    for student, answers in students_with_mistakes(assignment).items():
        room.submit(student, reference | {name: text for name, (text, _) in answers.items()})
    room.nbgrader("autograde", assignment, "--create")
    return room


def test_the_release_is_the_notebook_and_nothing_else(room):
    released = {path.name for path in room.release.parent.rglob("*")}

    assert released == {f"{room.assignment}.ipynb"}


def test_a_right_notebook_gets_full_marks(room):
    assert room.scores()["right"] == room.points()


def test_an_untouched_release_gets_nothing(room):
    assert set(room.scores()["untouched"].values()) == {0}


def test_an_untouched_release_is_told_kindly_what_to_do(room):
    for name, message in room.messages("untouched").items():
        assert message.strip(), name
        assert "Traceback" not in message, name


def test_each_mistake_loses_exactly_its_cases(room):
    """Mistakes in one notebook, each in an exercise of its own, do not disturb one another."""
    scores, lost, due = room.scores(), {}, {}
    for student, answers in students_with_mistakes(room.assignment).items():
        lost[student] = {name for name, score in scores[student].items() if score == 0}
        due[student] = set().union(*(fails for _, fails in answers.values()))

    assert lost == due


def test_feedback_shows_each_student_the_cards(room):
    room.nbgrader("generate_feedback", room.assignment, "--student=untouched")
    folder = room.root / "feedback/untouched" / room.assignment
    page = (folder / f"{room.assignment}.html").read_text()

    assert all(name in page for name in room.points())


def test_validate_says_yes_to_a_right_notebook(room):
    right = room.root / "submitted/right" / room.assignment / room.release.name

    assert "Success! Your notebook passes all the tests." in room.nbgrader("validate", str(right))


def test_validate_names_what_fails_in_an_untouched_one(room):
    untouched = room.root / "submitted/untouched" / room.assignment / room.release.name
    said = room.nbgrader("validate", str(untouched))

    assert f"VALIDATION FAILED ON {shown_tests(untouched)} CELL(S)!" in said


def shown_tests(notebook):
    """How many test cells have code: of a hidden one the release has the comment only."""
    cells = json.loads(notebook.read_text())["cells"]
    tests = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade")]
    return sum(any(not line.startswith("#") for line in test["source"]) for test in tests)
