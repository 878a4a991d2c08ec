"""The examples in the docstrings of the pure modules run."""

import doctest
import importlib

import pytest

PURE = [
    "card", "card_fields", "card_html", "card_text", "card_words", "diagram", "diagram_labels",
    "diagram_layout", "diagram_lives", "diagram_marks", "difference", "escape", "evidence", "svg",
    "transcript", "verdict",
]  # fmt: skip


@pytest.mark.parametrize("name", PURE)
def test_the_examples_run(name: str) -> None:
    module = importlib.import_module(f"ipclab.{name}")

    assert doctest.testmod(module).failed == 0
