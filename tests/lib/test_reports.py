"""What a subject did, in words: pure sentences, each for one situation."""

import pytest

from ipclab import reports
from ipclab.answer import Answer, Raised, exit_words, pair, raised, same
from ipclab.clock import Ending
from ipclab.errors import AnswerWrong, CannotTravel
from ipclab.reports import State


def state(reply: dict | None = None, status: int | None = None, gone: bool = False) -> State:
    return State("serve", reply, status, gone, printed=0)


@pytest.mark.parametrize(
    ("ended", "has_listened", "words"),
    [
        (state(), False, "serve() has not called listen()."),
        (state({"returned": None}), False, "serve() returned without calling listen()."),
        (state({"returned": None}), True, "serve() has returned."),
        (state({"raised": {}}), False, "serve() has not called listen()."),
        (state(status=3), False, "serve exited with status 3."),
        (state(status=-9), True, "serve was ended by SIGKILL."),
        (state(gone=True), True, "Nobody is listening any more: serve() has returned."),
    ],
)
def test_why_nobody_listens(ended: State, has_listened: bool, words: str) -> None:
    said = reports.nobody_listens(ended, has_listened)
    assert said.startswith("Nobody is listening")
    assert said.endswith(words)


@pytest.mark.parametrize(
    ("given_one", "words"),
    [(True, "it was given a socket that listens, and needs no other."), (False, "one was asked")],
)
def test_too_many_listen(given_one: bool, words: str) -> None:
    assert words in reports.too_many_listen("serve", 2, given_one)


def test_what_was_left_is_said_a_sentence_each() -> None:
    reply = {"threads": ("Thread-1",), "unclosed": ("a socket",)}

    assert reports.leftovers("serve", {7: "a zombie"}, reply, is_alive=True) == [
        "serve left a zombie behind.",
        "serve left a thread (Thread-1) behind.",
        "serve did not close a socket: Python had to.",
    ]
    assert reports.leftovers("serve", {}, {"threads": ("Thread-1",)}, is_alive=False) == []


def test_what_cannot_travel_is_named_with_a_way_out() -> None:
    evidence = reports.cannot_travel("serve", CannotTravel("guard", "cannot pickle a lock"))
    assert evidence.problem.startswith("serve uses guard, which cannot be sent")
    assert evidence.said == ("Create it inside the function, or take it as a parameter.",)


@pytest.mark.parametrize("ending", [None, Ending.READY, Ending.QUIESCENT, Ending.CYCLING])
def test_what_was_seen_to_stand_still_is_no_timeout(ending: Ending | None) -> None:
    assert not reports.is_timeout(ending)


@pytest.mark.parametrize("ending", [Ending.OUT_OF_CPU, Ending.OUT_OF_TIME, Ending.FLOODED])
def test_what_was_cut_off_is_a_timeout(ending: Ending) -> None:
    assert reports.is_timeout(ending)


# -- answers --------------------------------------------------------------------------------------

LOST = Raised(("ConnectionError", "OSError"), "gone", 104, (), "line 3:  x()", "helper")


def problem_of(answer: Answer, value: object = 1) -> str:
    with pytest.raises(AnswerWrong) as failure:
        answer.expect(value)
    return failure.value.evidence.problem


def test_a_value_that_is_as_expected() -> None:
    Answer("f", returned=[1, b"2"]).expect([1, b"2"])
    assert Answer("f", returned=7).value == 7


@pytest.mark.parametrize(
    ("left", "right"), [(True, 1), (0, False), ("a", b"a"), (None, 0), (b"", None)]
)
def test_values_that_are_not_the_same(left: object, right: object) -> None:
    assert not same(left, right)


def test_what_was_given_instead_of_a_value() -> None:
    assert problem_of(Answer("f", returned=2)) == "f returned something else."
    assert problem_of(Answer("f")).startswith("f returned None, as a function does that ends")
    assert problem_of(Answer("f", ended="exited with status 3")) == (
        "f exited with status 3 instead of returning."
    )
    assert problem_of(Answer("f", raised=LOST)) == "f raised ConnectionError: gone"


def test_an_error_that_was_expected() -> None:
    Answer("f", raised=LOST).expect_error(OSError, "gone")


@pytest.mark.parametrize(
    ("answer", "came"),
    [
        (Answer("f", returned=b"x" * 99), "f returned b'xxxxx"),
        (Answer("f", ended="exited with status 3"), "f exited with status 3"),
        (Answer("f", raised=LOST), "f raised ConnectionError: gone"),
    ],
)
def test_an_error_that_did_not_come(answer: Answer, came: str) -> None:
    with pytest.raises(AnswerWrong) as failure:
        answer.expect_error(EOFError, "3")
    evidence = failure.value.evidence
    assert evidence.expected == "f raises EOFError that says '3'"
    assert str(evidence.received).startswith(came)


def test_an_error_with_other_words_is_another_error() -> None:
    with pytest.raises(AnswerWrong):
        Answer("f", raised=LOST).expect_error(OSError, "refused")


def test_a_line_of_another_function_comes_with_its_name() -> None:
    assert raised("f", LOST).said == ("in helper, line 3:  x()",)
    assert raised("helper", LOST).said == ("in line 3:  x()",)


def test_bytes_stay_bytes_beside_another_value() -> None:
    evidence = pair(b"hello", None)
    assert (evidence.expected, evidence.received) == (b"hello", "None")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (0, "exited with status 0"),
        (-15, "was ended by SIGTERM"),
        (-64, "was ended by SIGRTMAX"),
        (-99, "was ended by signal 99"),
        (None, "ended the process that watches over it"),
    ],
)
def test_how_a_process_ended(status: int | None, words: str) -> None:
    assert exit_words(status) == words


@pytest.mark.parametrize(
    ("answer", "event"),
    [
        (Answer("f", returned=b"hi"), ("return", "f", "", b"hi", "")),
        (Answer("f", returned=b""), ("return", "f", "", b"", 'b""')),
        (Answer("f", returned=7), ("return", "f", "", b"", "7")),
        (Answer("f", raised=LOST), ("raise", "f", "", b"", "ConnectionError")),
        (Answer("f", ended="exited with status 3"), ("exit", "f", "", b"", "exited with status 3")),
    ],
)
def test_how_it_stands_in_the_conversation(answer: Answer, event: tuple[object, ...]) -> None:
    assert answer.event("f") == event
