"""Nothing leaves the course but what is meant to: the release of every assignment there is."""

import json

import pytest

from ipcgrade.release import build, contents
from tests.course.corpus import MISTAKES, answers
from tests.tree import COURSE

SECRETS = {
    "### BEGIN SOLUTION": "### END SOLUTION",
    "### BEGIN HIDDEN TESTS": "### END HIDDEN TESTS",
}


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course") / "release"
    build(COURSE, folder)
    return folder


def test_the_release_is_the_allowlist(release):
    assert contents(release) == COURSE.allowed()


def test_every_folder_of_the_source_is_an_assignment():
    folders = {path.name for path in COURSE.source.glob("*/")}

    assert folders == set(COURSE.assignments())


@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_nothing_lies_beside_a_source(assignment):
    """So that nbgrader's own generate_assignment, which copies what it finds, releases the same."""
    kept = {path for path in (COURSE.source / assignment).rglob("*") if path.is_file()}
    beside = {path.name for path in kept if ".ipynb_checkpoints" not in path.parts}

    assert beside == {
        path.split("/")[1] for path in COURSE.allowed() if path.startswith(assignment)
    }


@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_no_line_of_a_solution_or_a_hidden_case_leaks(release, assignment):
    shown, secret = lines_of_source(assignment)
    released = released_text(release, assignment)
    leaked = {line for line in secret - shown if line in released}

    assert secret
    assert not leaked
    assert not any(mark in released for pair in SECRETS.items() for mark in pair)


@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_no_mistake_leaks(release, assignment):
    """But the one that a "mend this" exercise shows: as-found.py is what is to be mended."""
    released = released_text(release, assignment)
    mistakes = [
        answer
        for answer in answers(MISTAKES)
        if answer.assignment == assignment and not answer.name.endswith("/as-found.py")
    ]
    leaked = [answer.name for answer in mistakes if body(answer.source) in released]

    assert not leaked


def lines_of_source(assignment):
    """The lines of the source that are shown to all, and those between the marks."""
    shown, secret, end = set(), set(), None
    source = json.loads((COURSE.source / assignment / f"{assignment}.ipynb").read_text())
    for line in "\n".join("".join(cell["source"]) for cell in source["cells"]).splitlines():
        line = line.strip()
        if end:
            secret.add(line)
            end = None if line == end else end
        elif line in SECRETS:
            end = SECRETS[line]
        else:
            shown.add(line)
    told = "\n".join(shown)
    return {line for line in secret if line in told}, secret


def released_text(release, assignment):
    notebook = json.loads((release / assignment / f"{assignment}.ipynb").read_text())
    return "\n".join("".join(cell["source"]) for cell in notebook["cells"])


def body(mistake):
    return "\n".join(line for line in mistake.splitlines() if not line.startswith("#"))
