"""A case leaves the learner's names alone, and its own are nobody else's."""

import pytest

from ipclab import call, case, conversation, run, semaphore
from ipclab.case import CaseFailed

LEARNER = """
record = "the learner's"

def own():
    return record

def by_mistake():
    return reader

def handed(function):
    return function()
"""


def played(lines: str) -> dict[str, object]:
    """The names after a learner's cell, and a case of these lines, as cells of one notebook."""
    names: dict[str, object] = {"__name__": "a notebook", "case": case, "call": call, "run": run}
    exec(LEARNER, names)
    body = "\n".join(f"    {line}" for line in lines.splitlines())
    exec(f"with case('A case'):\n{body}", names)
    return names


def test_a_name_that_a_case_binds_is_as_it_was_afterwards() -> None:
    names = played("record = 1\nfor record in range(3): reader = 2")
    assert names["record"] == "the learner's"
    assert "reader" not in names


def test_so_it_is_when_the_case_fails() -> None:
    names: dict[str, object] = {"case": case, "record": "the learner's"}
    with pytest.raises(CaseFailed):
        exec("with case('A case'):\n    record, other = 1, 2\n    assert False", names)
    assert (names["record"], "other" in names) == ("the learner's", False)


def test_a_name_that_is_deleted_comes_back() -> None:
    assert played("record = 1\ndel record")["record"] == "the learner's"


def test_a_function_finds_the_learners_value_and_not_the_cases() -> None:
    played("record = 1\ncall(own).expect('the learner\\'s')\nassert record == 1")
    played("record = 1\nwith run(own) as it: it.expect('the learner\\'s')")


def test_so_does_one_that_is_handed_over() -> None:
    played("record = 1\ncall(handed, own).expect('the learner\\'s')")


def test_a_function_that_uses_a_name_of_the_case_by_mistake_does_not_find_it() -> None:
    played("reader = 1\ncall(by_mistake).expect_error(NameError)")


def test_a_function_of_the_case_has_the_cases_names() -> None:
    played("reader = 1\ncall(lambda: reader).expect(1)\ndef here(): return reader\ncall(here)")


def test_a_case_in_a_function_leaves_that_functions_names() -> None:
    with case("A case"):
        record = 1
    assert record == 1


def test_a_conversation_leaves_its_names() -> None:
    names: dict[str, object] = {"conversation": conversation, "semaphore": semaphore}
    exec("with conversation():\n    places = semaphore(2)", names)
    assert "places" in names
