"""What a case can end in."""

import pytest

from ipclab.cards.verdict import Verdict


def test_the_values_are_the_words_of_the_judges_json() -> None:
    assert [verdict.value for verdict in Verdict] == [
        "passed",
        "failed",
        "timed_out",
        "skipped",
        "grader_fault",
    ]


def test_a_verdict_is_read_back_from_its_value() -> None:
    assert Verdict("grader_fault") is Verdict.GRADER_FAULT


def test_another_word_is_no_verdict() -> None:
    with pytest.raises(ValueError, match="'maybe' is not a valid Verdict"):
        Verdict("maybe")
