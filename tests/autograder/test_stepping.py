"""The stepper in the judge: cases outside, the student's functions stepped in the inner sandbox."""

from ipcgrade.judge import Judge
from ipclab.cards.verdict import Verdict
from ipclab.notebooks.notebook import parse
from tests.lib.assignment import check, setup, solution, text_of

SETUP = setup(
    "from pathlib import Path\nfrom ipclab import at_every_line, every_interleaving, expect\n"
)

TOTAL = """
with case("No addition is lost", hint="What is read may be out of date when it is written."):
    for schedule in every_interleaving():
        Path("/dev/shm/total").write_bytes(bytes(1))
        with schedule.run(add), schedule.run(add):
            schedule.play()
        expect("the total", Path("/dev/shm/total").read_bytes()[0], 2)
"""

WHOLE = """
with case("Killed at any moment, it has written all or nothing"):
    for moment in at_every_line():
        Path("/dev/shm/record").write_bytes(b"old")
        with moment.run(publish, "/dev/shm/record") as subject:
            moment.play(subject.signal, 9)
            subject.expect_exit(-9)
        left = Path("/dev/shm/record").read_bytes()
        expect("that it is whole", left in (b"old", b"new"), True)
"""

RIGHT = {
    "add": """
import fcntl, os

def add():
    board = os.open("/dev/shm/total", os.O_RDWR)
    fcntl.lockf(board, fcntl.LOCK_EX)
    total = os.pread(board, 1, 0)[0]
    os.pwrite(board, bytes([total + 1]), 0)
""",
    "publish": """
def publish(path):
    with open(path + "~", "wb") as file:
        file.write(b"new")
    os.rename(path + "~", path)
""",
}

WRONG = {
    "add": RIGHT["add"].replace("fcntl.lockf(board, fcntl.LOCK_EX)", "pass"),
    "publish": 'def publish(path):\n    open(path, "wb").write(b"new")\n',
}

LEAVES = {
    "add": RIGHT["add"].replace("fcntl.lockf(board, fcntl.LOCK_EX)", "sys.settrace(None)")
    + "import sys\n",
    "publish": RIGHT["publish"],
}


def graded(answers):
    """By case, how it ended in the judge."""
    notebook = parse(
        text_of(
            SETUP,
            solution(answers["add"], "add"),
            check(TOTAL, "add-total", 50),
            solution(answers["publish"], "publish"),
            check(WHOLE, "publish-whole", 50),
        )
    )
    with Judge(0) as sandboxes:
        return {each.id: each for each in sandboxes.grade(notebook, notebook.functions, seed=4821)}


def test_right_answers_pass_and_are_told_the_bound():
    ended = graded(RIGHT)

    assert {each.verdict for each in ended.values()} == {Verdict.PASSED}, ended
    assert "schedules with at most two preemptions" in ended["add-total"].message
    assert "at each of" in ended["publish-whole"].message


def test_a_race_and_a_crash_window_are_found_and_shown_with_the_students_lines():
    ended = graded(WRONG)

    assert {each.verdict for each in ended.values()} == {Verdict.FAILED}, ended
    assert "total = os.pread(" in ended["add-total"].message
    assert "(here)" in ended["publish-whole"].message


def test_who_leaves_the_stepper_fails():
    assert "add has left the stepper" in " ".join(graded(LEAVES)["add-total"].message.split())
