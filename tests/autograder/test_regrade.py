"""A class that was graded before: what has changed since, and what of it stands."""

from datetime import datetime

from nbgrader.api import Gradebook

from ipcgrade import grading
from tests.autograder.test_faults import kill_the_first
from tests.autograder.test_many import RIGHT, WRONG, mend, total


def test_where_a_person_graded_their_points_stay_and_they_look_again(room, ipcgrade):
    room.submit("cy", {"answer": WRONG})
    ipcgrade("grade", "0")
    grade_by_hand(room, "cy", "answer-through-a-socket", 15)
    mend(room, "answer-through-a-socket", 'with case("mended"):\n    pass')

    assert ipcgrade("grade", "0", "--diff")[1].splitlines() == [
        "cy  +0",
        "    answer-through-a-socket  0 -> 20, but it was graded by hand, and that stands",
        "00-welcome: no mark would change. Nothing was recorded.",
    ]
    for _ in range(2):  # until somebody has looked
        assert (
            "cy: graded by hand, and its points are others now: look again"
            in (ipcgrade("grade", "0")[1])
        )
    assert total(room, "cy") == 15
    grade_by_hand(room, "cy", "answer-through-a-socket", 20)
    assert "look again" not in ipcgrade("grade", "0")[1]


def grade_by_hand(room, student, case, points):
    """As the formgrader does it."""
    with Gradebook(f"sqlite:///{room.root / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade(case, room.assignment, room.assignment, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


def test_a_due_date_that_was_put_off(room, ipcgrade):
    config = room.root / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    path = room.submit("ada", {"answer": RIGHT})
    (path.parent / "timestamp.txt").write_text("2026-03-02 12:00:00 UTC")
    put_off(room, datetime(2026, 3, 1))
    ipcgrade("grade", "0")
    assert penalty(room) == 100

    put_off(room, datetime(2026, 3, 3))
    assert ipcgrade("grade", "0")[2] == ""  # nothing is graded again
    assert not penalty(room)


def put_off(room, due):
    with Gradebook(f"sqlite:///{room.root / 'gradebook.db'}") as gradebook:
        gradebook.find_assignment(room.assignment).duedate = due
        gradebook.db.commit()


def penalty(room):
    with Gradebook(f"sqlite:///{room.root / 'gradebook.db'}") as gradebook:
        return gradebook.find_submission(room.assignment, "ada").late_submission_penalty


def test_where_nothing_can_be_read_of_a_new_hand_in_the_old_mark_stands(room, ipcgrade):
    path = room.submit("ada", {"answer": RIGHT})
    ipcgrade("grade", "0")
    path.write_bytes(b"")

    _, said, _ = ipcgrade("grade", "0")

    assert "ada: no new mark, the one from before stands: 00-welcome.ipynb is not" in said
    assert total(room, "ada") == 100


def test_where_grading_again_meets_a_fault_the_old_mark_stands(room, ipcgrade, monkeypatch):
    room.submit("ada", {"answer": RIGHT})
    ipcgrade("grade", "0")
    kill_the_first(monkeypatch, grading.TRIES)

    _, said, _ = ipcgrade("grade", "0", "--again")

    assert "ada: grader fault, no new mark, the one from before stands: the sandbox" in said
    assert "0 of 1 submission graded" in said
    assert total(room, "ada") == 100


def test_a_fault_of_the_sandbox_leads_to_the_doctor(room, ipcgrade, monkeypatch):
    room.submit("ada", {"answer": RIGHT})
    kill_the_first(monkeypatch, grading.TRIES)

    _, said, _ = ipcgrade("grade", "0")

    assert said.splitlines()[-2:] == [
        "A fault is no mark: the same command tries again.",
        "`ipcgrade doctor` says what this machine can isolate.",
    ]


def test_what_could_not_be_recorded_does_not_lead_to_the_doctor(room, ipcgrade):
    room.submit("ada", {"answer": RIGHT})
    (room.root / "autograded").write_text("in the way")

    status, said, _ = ipcgrade("grade", "0")

    assert status == 3
    assert "ada: grader fault, no mark: " in said
    assert said.endswith("A fault is no mark: the same command tries again.\n")


def test_a_journal_that_cannot_be_opened_does_not_lead_to_the_doctor(room, ipcgrade):
    room.submit("ada", {"answer": RIGHT})
    (room.root / "journal").write_text("in the way")

    status, said, complaint = ipcgrade("grade", "0")

    assert (status, said) == (3, "")
    assert "the journal cannot be opened" in complaint
    assert "doctor" not in complaint
