"""The journal: what was appended is there, whatever happened in between."""

from pathlib import Path

import pytest

from ipcgrade.errors import Busy
from ipcgrade.graded import Ended, Graded
from ipcgrade.journal import Journal
from ipclab.cards.verdict import Verdict
from ipclab.errors import GraderFault


def ended(number, points=5):
    return Ended(
        id=f"answer-{number}",
        function="answer",
        title="Ada ünd \u2028 Bo",
        verdict=Verdict.PASSED if points else Verdict.FAILED,
        points=points,
        max_points=5,
        hidden=False,
        message="✗ said\nso",
        seconds=0.25,
        shown="✗ said\nso",
        shown_html="<p>so</p>",
    )


def graded(student="ada", points=5, seed=4821):
    return Graded(student, f"key of {student}", seed, (ended(1), ended(2, points)))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal" / "00-welcome.jsonl"


def kept(path, *students):
    with Journal(path) as journal:
        return journal.graded({f"key of {student}" for student in students})


def append(path, *all_of):
    with Journal(path) as journal:
        for each in all_of:
            journal.append(each)


def test_what_was_appended_is_there(path):
    append(path, graded("ada"), graded("bo", points=0))

    found = kept(path, "ada", "bo", "cy")
    assert found == {"key of ada": graded("ada"), "key of bo": graded("bo", points=0)}


def test_a_line_is_a_case(path):
    append(path, graded("ada"))

    assert len(path.read_text().split("\n")) == len(["", "case", "case", "end", ""])


def test_of_two_runs_the_later_counts(path):
    append(path, graded("ada", points=0), graded("ada", seed=7))

    assert kept(path, "ada") == {"key of ada": graded("ada", seed=7)}


@pytest.fixture
def killed(path):
    """Have a run that was killed when so much of its submission was written: every such journal."""
    append(path, graded("ada"))
    before = len(path.read_bytes())
    append(path, graded("bo"))
    whole = path.read_bytes()
    return [whole[:cut] for cut in range(before, len(whole) - 1)]


def test_what_a_killed_run_had_begun_does_not_count(path, killed):
    for content in killed:
        path.write_bytes(content)
        assert set(kept(path, "ada", "bo")) == {"key of ada"}


def test_what_comes_after_a_killed_run_counts(path, killed):
    for content in killed[::53]:
        path.write_bytes(content)
        append(path, graded("cy", seed=1))
        assert set(kept(path, "ada", "bo", "cy")) == {"key of ada", "key of cy"}


def test_two_journals_are_merged_by_putting_one_after_the_other(path, tmp_path):
    other = tmp_path / "other.jsonl"
    append(path, graded("ada"))
    append(other, graded("bo"))
    path.write_bytes(path.read_bytes() + other.read_bytes())

    assert set(kept(path, "ada", "bo")) == {"key of ada", "key of bo"}


@pytest.mark.parametrize(
    "line",
    [b"\xff\xfe", b"[]", b"3", b'{"number": 0, "case": {}}', b'{"key": 3}'],
)
def test_what_is_no_line_of_ours_is_passed_over(path, line):
    append(path, graded("ada"))
    path.write_bytes(line + b"\n" + path.read_bytes())

    assert set(kept(path, "ada")) == {"key of ada"}


def test_one_run_at_a_time(path):
    with Journal(path), pytest.raises(Busy, match="another run is grading"):
        Journal(path)


def test_a_full_disk_is_a_fault_of_ours():
    with Journal(Path("/dev/full")) as journal, pytest.raises(GraderFault, match="No space left"):
        journal.append(graded())
