"""A case's verdict, its card, and who sees it."""

import pytest

from ipclab import case, conversation, expect, pair, payload
from ipclab.cards.verdict import Verdict
from ipclab.case import CaseFailed
from ipclab.errors import AnswerWrong, GraderFault
from ipclab.stage import current
from tests.lib.live import card_of, told


def fails(error: BaseException) -> None:
    raise error


def test_a_case_in_which_nothing_goes_wrong_has_passed() -> None:
    assert card_of(lambda: None).verdict is Verdict.PASSED


def test_values_that_differ_fail_it_and_both_are_shown() -> None:
    words = told(lambda: expect("the sum", 3, 4))
    assert words == "The sum is not what it must be. expected 4 received 3"


def test_a_bool_is_no_number_and_text_is_no_bytes() -> None:
    assert card_of(lambda: expect("it", 1, True)).verdict is Verdict.FAILED
    assert card_of(lambda: expect("it", "a", b"a")).verdict is Verdict.FAILED


def test_a_fault_of_ours_is_no_failed_answer() -> None:
    card = card_of(lambda: fails(GraderFault("no processes left")))
    assert card.verdict is Verdict.GRADER_FAULT
    assert "Grader fault, not yours: no processes left" in card.text()


def test_an_error_in_the_library_is_a_fault_of_ours() -> None:
    card = card_of(lambda: pair("carrier pigeon"))
    assert card.verdict is Verdict.GRADER_FAULT


def test_an_error_in_the_case_comes_of_the_answer() -> None:
    words = told(lambda: fails(AttributeError("'NoneType' object has no attribute 'getsockname'")))
    assert "could not use what the answer gave: AttributeError: 'NoneType'" in words


def test_a_function_that_is_not_there_is_named() -> None:
    words = told(lambda: greet())  # type: ignore[name-defined]  # noqa: F821
    assert "greet is not defined: run the cell that defines it" in words


def test_an_assertion_of_the_case_fails_it_with_its_words() -> None:
    assert "two is one" in told(lambda: fails(AssertionError("two is one")))


def test_an_interrupt_is_no_verdict() -> None:
    with pytest.raises(KeyboardInterrupt), case("Interrupted"):
        fails(KeyboardInterrupt())


def test_outside_of_a_notebook_the_failure_is_the_card() -> None:
    with pytest.raises(CaseFailed, match="expected   4") as failed, case("Sums"):
        expect("the sum", 3, 4)
    assert "expected   4" in "\n".join(failed.value._render_traceback_())


def test_the_payload_is_the_seeds_and_the_titles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPCLAB_SEED", "7")
    drawn = []
    for title in ("One", "One", "Other"):
        with case(title):
            drawn.append(payload(20, avoiding=b"\n"))
    assert drawn[0] == drawn[1] != drawn[2]
    assert b"\n" not in b"".join(drawn)


def test_a_seed_that_is_no_number_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPCLAB_SEED", "seven")
    with pytest.raises(AnswerWrong, match="IPCLAB_SEED is not a number: 'seven'"), case("Seeded"):
        pass


def test_each_case_has_a_stage_of_its_own_and_clears_it() -> None:
    stages = []
    for _ in range(2):
        with case("A stage"):
            stages.append(current())
            pair("tcp")
    assert stages[0] is not stages[1]
    assert [stage.actors for stage in stages] == [[], []]


def test_a_conversation_judges_nothing_and_shows_itself() -> None:
    with conversation("Hello") as talk:
        ours, _ = pair("unix")
        ours.send(b"hello")
        ours.close()
    shown = talk._repr_mimebundle_()
    assert [event.kind for event in talk.transcript] == ["send", "close"]
    assert shown["image/svg+xml"].startswith("<svg")
