"""The gradebook after grading: nbgrader's own rules, and nothing of a person's is lost."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from ipcgrade.errors import NotInGradebook
from ipcgrade.gradebook import Book
from ipcgrade.graded import Ended, Graded
from ipcgrade.one import source_of
from ipclab.cards.verdict import Verdict
from ipclab.errors import GraderFault
from ipclab.notebooks.folder import read
from tests.tree import COURSE

NOTEBOOK = source_of(COURSE, "00-welcome")
CASES = [case.id for case in NOTEBOOK.cases]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC).replace(tzinfo=None)


def graded(passed, student="ada"):
    """A submission of which these cases passed."""
    return Graded(
        student, "key", 1, tuple(ended(case, case.id in passed) for case in NOTEBOOK.cases)
    )


def ended(case, is_right):
    return Ended(
        id=case.id,
        function="answer",
        title=case.title,
        verdict=Verdict.PASSED if is_right else Verdict.FAILED,
        points=case.points * is_right,
        max_points=case.points,
        hidden=False,
        message="",
        seconds=0,
        shown="",
        shown_html="",
    )


def record(room, graded, handed_in=None, empty=()):
    with Book(room.root) as book:
        book.record(graded, "00-welcome", handed_in, empty)


@pytest.fixture
def by_hand(room):
    """Change what the gradebook has of ada, as a person does; return what it then says."""

    def change(alter=lambda submission: None):
        with Gradebook(f"sqlite:///{room.root / 'gradebook.db'}") as gradebook:
            submission = gradebook.find_submission("00-welcome", "ada")
            alter(submission)
            gradebook.db.commit()
            submission = gradebook.find_submission("00-welcome", "ada")
            return {
                "score": submission.score,
                "penalty": submission.late_submission_penalty,
                "look": submission.needs_manual_grade,
                "comments": [each.comment for each in submission.notebooks[0].comments],
                "late": submission.total_seconds_late,
                "submissions": len(gradebook.assignment_submissions("00-welcome")),
            }

    return change


def test_marks_are_recorded(room, by_hand):
    record(room, graded(CASES[:2]))

    assert room.scores() == {"ada": {name: 20.0 * (name in CASES[:2]) for name in CASES}}
    assert by_hand()["look"] is False


def test_recorded_twice_is_there_once(room, by_hand):
    record(room, graded(CASES))
    record(room, graded(CASES))

    assert by_hand()["submissions"] == 1
    assert by_hand()["score"] == 100


def test_a_manual_grade_and_a_comment_survive(room, by_hand):
    record(room, graded(CASES[1:]))

    def a_person_is_kind(submission):
        (first,) = (each for each in submission.notebooks[0].grades if each.name == CASES[0])
        first.manual_score, first.extra_credit, first.needs_manual_grade = 15, 2, False
        submission.notebooks[0].comments[0].manual_comment = "Nearly."

    assert by_hand(a_person_is_kind)["score"] == 97
    record(room, graded(CASES[1:]))

    after = by_hand()
    assert (after["score"], after["comments"], after["look"]) == (97, ["Nearly."], False)


def test_who_graded_by_hand_looks_again_when_the_points_are_others(room, by_hand):
    record(room, graded(CASES))

    def a_person_is_strict(submission):
        for grade in submission.notebooks[0].grades:
            grade.manual_score = 1

    by_hand(a_person_is_strict)
    record(room, graded(CASES[1:]))

    assert by_hand()["look"] is True
    assert by_hand()["score"] == 5


@pytest.mark.parametrize(("method", "penalty"), [("zero", 100.0), ("none", None)])
def test_late_penalties_are_nbgraders(room, by_hand, method, penalty):
    config = room.root / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.LateSubmissionPlugin.penalty_method = '{method}'\n")
    due(room, NOON)
    record(room, graded(CASES), handed_in=NOON + timedelta(hours=1))

    after = by_hand()
    assert (after["late"], after["penalty"] or None) == (3600, penalty)


def test_who_was_late_and_hands_in_again_in_time_has_no_penalty(room, by_hand):
    config = room.root / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    due(room, NOON)
    record(room, graded(CASES), handed_in=NOON + timedelta(hours=1))
    record(room, graded(CASES), handed_in=NOON)

    assert not by_hand()["penalty"]


def test_the_penalty_is_that_of_the_due_date_as_it_is_now(room, by_hand):
    config = room.root / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    due(room, NOON)
    record(room, graded(CASES), handed_in=NOON + timedelta(hours=1))

    due(room, NOON + timedelta(hours=2))
    renew_penalty(room)
    assert not by_hand()["penalty"]
    due(room, NOON)
    renew_penalty(room)
    assert by_hand()["penalty"] == 100


def renew_penalty(room):
    with Book(room.root) as book:
        book.renew_penalty("00-welcome", "ada")


def due(room, when):
    with Gradebook(f"sqlite:///{room.root / 'gradebook.db'}") as gradebook:
        gradebook.find_assignment("00-welcome").duedate = when
        gradebook.db.commit()


def test_an_answer_that_is_as_released_is_no_response(room, by_hand):
    record(room, graded([]), empty={"answer"})

    assert by_hand()["comments"] == ["No response."]


def test_a_locked_gradebook_is_a_fault_and_nothing_is_recorded(room):
    path = room.root / "gradebook.db"
    with sqlite3.connect(path) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(GraderFault, match="database is locked"):
            record(room, graded(CASES))
        other.rollback()
    other.close()

    assert room.scores() == {}
    record(room, graded(CASES))
    assert sum(room.scores()["ada"].values()) == 100


def test_an_assignment_that_was_never_generated_is_named(room, tmp_path):
    with (
        Book(tmp_path) as book,
        pytest.raises(NotInGradebook, match="nbgrader generate_assignment 00-welcome"),
    ):
        book.check(NOTEBOOK)


def test_points_that_are_others_now_are_noticed(room):
    more = room.source.read_text().replace('"points": 20', '"points": 25')
    (room.root / "source" / "other.ipynb").write_text(more)
    notebook = read(room.root / "source" / "other.ipynb")
    with Book(room.root) as book, pytest.raises(NotInGradebook):
        book.check(type(notebook)("00-welcome", notebook.cells))
