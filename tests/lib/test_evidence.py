"""What a case saw, as data."""

from dataclasses import FrozenInstanceError

import pytest

from ipclab.cards.evidence import Evidence, Stuck


def test_evidence_of_nothing_is_empty() -> None:
    assert Evidence() == Evidence("", (), None, None, "", None, ())


def test_evidence_cannot_be_changed_afterwards() -> None:
    with pytest.raises(FrozenInstanceError):
        Evidence().problem = "another"  # type: ignore[misc]


def test_a_function_that_is_stuck_waits_unless_something_else_is_said() -> None:
    assert Stuck("f", 1, "recv()", "for bytes").doing == "waits"
