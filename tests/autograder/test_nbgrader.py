"""nbgrader, unmodified, releases, validates and grades every assignment of the course."""

import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.autograder.classroom import Classroom, stands_on
from tests.tree import COURSE


@pytest.fixture(scope="module")
def rooms(request, tmp_path_factory):
    """Every assignment in a class of its own, graded side by side: nbgrader itself is serial."""
    params = [getattr(each, "callspec", None) for each in request.session.items]
    chosen = {each.params.get("room") for each in params if each}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        names = [name for name in COURSE.assignments() if name in chosen]
        folders = {name: tmp_path_factory.mktemp(name) for name in names}
        rooms = {name: pool.submit(graded, folder, name) for name, folder in folders.items()}
        yield rooms
        pool.shutdown(cancel_futures=True)


@pytest.fixture(params=COURSE.assignments())
def room(request, rooms):
    """A class in which everything was submitted and graded."""
    return rooms[request.param].result()


def graded(folder, assignment):
    room = Classroom.open(folder / "course", assignment)
    reference = room.reference()
    room.submit("right", reference)
    room.submit("untouched", {})
    for student, answers in room.wrong.items():
        room.submit(student, reference | {answer.exercise: answer.source for answer in answers})
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
    """Exercises that stand on a wrong one are left out: the gate has them on a right one."""
    below, amiss = stands_on(room.assignment), {}
    for student, answers in room.wrong.items():
        wrong = {answer.exercise for answer in answers}
        due = set().union(*(answer.fails for answer in answers))
        lost = {name for name, score in room.scores()[student].items() if score == 0}
        lost = {
            name
            for name in lost
            if exercise_of(name) in wrong or not below[exercise_of(name)] & wrong
        }
        if lost != due:
            amiss[student] = {"lost too": lost - due, "kept": due - lost}

    assert amiss == {}


def exercise_of(case):
    return case.partition("-")[0]


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
