"""`ipcgrade grade`: a class from what it handed in to marks, feedback and a summary."""

import fcntl
import json
import os
import shutil

import pytest

from ipcgrade import many
from ipcgrade.course import Course

RIGHT = "def answer(request):\n    return b'Hello, ' + request + b'!'\n"
WRONG = "def answer(request):\n    return b'Hello!'\n"
KNOWS_ADA = "def answer(request):\n    return b'Hello, Ada!'\n"


def total(room, student):
    return sum(room.scores()[student].values())


def page(room, student):
    """The feedback that nbgrader makes of it."""
    room.nbgrader("generate_feedback", room.assignment, f"--student={student}")
    return (room.root / "feedback" / student / room.assignment / "00-welcome.html").read_text()


def test_marks_are_in_the_gradebook_and_cards_in_the_feedback(room, ipcgrade):
    room.submit("ada", {"answer": RIGHT})
    room.submit("bo", {"answer": KNOWS_ADA})
    room.submit("cy", {})

    status, said, log = ipcgrade("grade", "00-welcome")

    assert status == 0
    assert {student: total(room, student) for student in room.scores()} == {
        "ada": 100,
        "bo": 40,
        "cy": 0,
    }
    assert "00-welcome: 3 of 3 submissions graded; median 40" in said
    assert "cy: no case passed" in said
    assert said.endswith("next: nbgrader generate_feedback 00-welcome --force\n")
    assert "3 of 3" in log
    html = page(room, "bo")
    assert "Ada is greeted by her name" in html
    assert "(Score: 20.0 / 20.0)" in html


def test_a_card_in_the_feedback_names_the_lecture_without_a_link(room, ipcgrade):
    room.submit("ada", {"answer": WRONG})
    ipcgrade("grade", "0")

    cards = cards_of(room, "ada")
    assert "Lecture 00" in cards
    assert "<a " not in cards


def cards_of(room, student):
    """The HTML of all cards in the student's autograded notebook."""
    path = room.root / "autograded" / student / room.assignment / "00-welcome.ipynb"
    cells = json.loads(path.read_text())["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return "".join(output["data"].get("text/html", "") for output in outputs)


def test_feedback_tells_of_a_hidden_case_only_its_title_and_hint(room, ipcgrade):
    room.submit("ada", {"answer": WRONG})
    ipcgrade("grade", "0")

    html = page(room, "ada")
    assert "A name of bytes that are no text comes back unchanged" in html
    assert "HIDDEN" not in html
    report = json.loads(ipcgrade("grade", "0", "--json")[1])
    (hidden,) = (case for case in report["submissions"][0]["cases"] if case["hidden"])
    received = next(line for line in hidden["message"].splitlines() if "expected" in line)
    assert received.strip() not in html


def test_nothing_is_graded_or_recorded_twice(room, ipcgrade):
    room.submit("ada", {"answer": RIGHT})
    ipcgrade("grade", "0")
    journal = room.root / "journal" / "00-welcome.jsonl"
    autograded = room.root / "autograded" / "ada" / "00-welcome" / "00-welcome.ipynb"
    before = journal.read_bytes(), autograded.stat().st_ino

    status, said, log = ipcgrade("grade", "0")

    assert (journal.read_bytes(), autograded.stat().st_ino) == before
    assert (status, log) == (0, "")
    assert "1 of 1 submission graded, none of them now; median 100" in said


def test_a_lost_gradebook_is_made_again_from_the_journal(room, released, ipcgrade):
    room.submit("ada", {"answer": KNOWS_ADA})
    ipcgrade("grade", "0")
    shutil.copy(released.root / "gradebook.db", room.root)
    shutil.rmtree(room.root / "autograded")

    _, _, log = ipcgrade("grade", "0")

    assert (log, total(room, "ada")) == ("", 40)
    assert "Ada is greeted" in page(room, "ada")


def test_a_new_submission_replaces_the_old_one(room, ipcgrade):
    room.submit("ada", {"answer": WRONG})
    ipcgrade("grade", "0")
    shutil.rmtree(room.root / "submitted")
    room.submit("ada", {"answer": RIGHT})
    ipcgrade("grade", "0")

    assert total(room, "ada") == 100


def test_again_grades_what_was_graded(room, ipcgrade):
    room.submit("ada", {"answer": RIGHT})
    first = json.loads(ipcgrade("grade", "0", "--json")[1])["submissions"][0]["seed"]

    _, said, log = ipcgrade("grade", "0", "--again", "--json")

    assert "1 of 1  ada  100 of 100" in log
    seed = json.loads(said)["submissions"][0]["seed"]
    assert seed != first
    autograded = room.root / "autograded" / "ada" / "00-welcome" / "00-welcome.ipynb"
    assert json.loads(autograded.read_text())["metadata"]["ipcgrade"]["seed"] == seed


def test_what_was_done_before_is_told_at_the_beginning(room):
    room.submit("ada", {"answer": RIGHT})
    assert heard(room) == [(0, 1, ""), (1, 1, "ada")]
    room.submit("bo", {"answer": RIGHT})
    assert heard(room) == [(1, 2, ""), (2, 2, "bo")]


def heard(room):
    told = []
    many.grade(Course(room.root), many.Wanted("0"), lambda *words: told.append(words[:3]))
    return told


def test_some_students_only(room, ipcgrade):
    for student in ("ada", "bo", "cy"):
        room.submit(student, {"answer": RIGHT})

    ipcgrade("grade", "0", "--student", "ada", "--student", "cy")

    assert set(room.scores()) == {"ada", "cy"}


def test_a_mended_case_says_whose_mark_would_change_and_records_nothing(room, ipcgrade):
    """The instructor finds that the case asked for too much, and mends it in the source."""
    room.submit("ada", {"answer": KNOWS_ADA})
    room.submit("bo", {"answer": RIGHT})
    room.submit("cy", {"answer": WRONG})
    ipcgrade("grade", "0")
    mend(room, "answer-through-a-socket", 'with case("mended"):\n    pass')

    status, said, _ = ipcgrade("grade", "0", "--diff")

    assert status == 0
    assert said.splitlines() == [
        "cy  +20",
        "    answer-through-a-socket  0 -> 20",
        "1 mark would change. Nothing was recorded.",
    ]
    assert total(room, "cy") == 0
    ipcgrade("grade", "0")
    assert total(room, "cy") == 20


def mend(room, cell_id, text):
    notebook = json.loads(room.source.read_text())
    (cell,) = (cell for cell in notebook["cells"] if cell["id"] == cell_id)
    cell["source"] = text
    room.source.write_text(json.dumps(notebook))


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "is not a notebook"), (b'{"nbformat": 4}', "is not a notebook"), (b"\xff", "not")],
)
def test_what_cannot_be_read_is_named_and_hurts_nobody(room, ipcgrade, content, why):
    room.submit("ada", {"answer": RIGHT})
    room.submit("bo", {}).write_bytes(content)

    status, said, _ = ipcgrade("grade", "0")

    assert status == 2
    assert "bo: no mark: 00-welcome.ipynb" in said
    assert why in said
    assert "1 of 2 submissions graded" in said
    assert set(room.scores()) == {"ada"}
    assert ipcgrade("grade", "0", "--diff")[1].splitlines() == [
        next(line for line in said.splitlines() if "bo: no mark" in line),
        "00-welcome: no mark would change. Nothing was recorded.",
    ]


def test_a_wrong_file_name_is_named(room, ipcgrade):
    path = room.submit("ada", {"answer": RIGHT})
    path.rename(path.with_name("Untitled.ipynb"))

    status, said, _ = ipcgrade("grade", "0")

    assert status == 2
    assert "00-welcome.ipynb was not handed in; there is Untitled.ipynb" in said


@pytest.mark.parametrize("kind", ["link", "fifo", "linked folder", "link to a device", "folder"])
def test_what_is_no_file_is_not_followed(room, ipcgrade, kind):
    path = room.submit("ada", {"answer": RIGHT})
    elsewhere = room.root / "elsewhere"
    if kind == "linked folder":
        path.parent.rename(elsewhere)
        path.parent.symlink_to(elsewhere)
    else:
        path.rename(elsewhere)
        made = {
            "link": lambda: path.symlink_to(elsewhere),
            "fifo": lambda: os.mkfifo(path),
            "link to a device": lambda: path.symlink_to("/dev/zero"),
            "folder": path.mkdir,
        }
        made[kind]()

    assert ipcgrade("grade", "0")[0] == 2
    assert room.scores() == {}


def test_a_timestamp_that_never_ends_is_not_waited_for(room, ipcgrade):
    path = room.submit("ada", {"answer": RIGHT})
    os.mkfifo(path.parent / "timestamp.txt")
    other = room.submit("bo", {"answer": RIGHT})
    (other.parent / "timestamp.txt").write_text("soon")

    status, said, _ = ipcgrade("grade", "0")

    assert (status, total(room, "ada"), total(room, "bo")) == (0, 100, 100)
    assert "bo: its timestamp.txt is no time, so it counts as on time; until that is" in said


@pytest.mark.parametrize(
    "student", ["Ada Lovelace", "Zoë", "o'hara", 'a"b', "-x", "$(id)", "a\x1b[2J"]
)
def test_any_name_that_a_folder_can_have(room, ipcgrade, student):
    room.submit(student, {})

    status, said, log = ipcgrade("grade", "0")

    assert (status, total(room, student)) == (0, 0)
    assert "\x1b" not in said + log


def test_no_name_leads_out_of_the_class(room, ipcgrade):
    room.submit("ada", {"answer": RIGHT})

    status, _, complaint = ipcgrade("grade", "0", "--student", "../submitted/ada")

    assert status == 2
    assert "00-welcome was not handed in by ../submitted/ada" in complaint


def test_nobody_has_handed_in(ipcgrade):
    status, _, complaint = ipcgrade("grade", "0")

    assert status == 2
    assert "nobody has handed in 00-welcome" in complaint


def test_an_assignment_that_nbgrader_does_not_know(room, ipcgrade):
    room.submit("ada", {"answer": RIGHT})
    (room.root / "gradebook.db").unlink()

    status, _, complaint = ipcgrade("grade", "0")

    assert status == 2
    assert "run `nbgrader generate_assignment 00-welcome --force`" in complaint


def test_two_runs_at_once(room, ipcgrade):
    room.submit("ada", {"answer": RIGHT})
    (room.root / "journal").mkdir()
    with (room.root / "journal" / "00-welcome.jsonl").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        status, _, complaint = ipcgrade("grade", "0")

    assert status == 2
    assert "another run is grading" in complaint
