"""What a learner may import, frozen; and every public docstring's example runs."""

import doctest
import inspect
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import ipclab
from ipclab import case

NAMES = [
    "Transcript", "at_every_line", "call", "case", "conversation", "every_interleaving", "expect",
    "expect_nothing_left", "fresh_address", "fresh_name", "fresh_path", "link", "listen",
    "lock_file", "mailbox", "message_queue", "pair", "passive", "payload", "pipe", "progress",
    "run", "semaphore", "shared_memory", "subject",
]  # fmt: skip


def test_the_public_names_are_these() -> None:
    assert sorted(ipclab.__all__) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_is_there_and_says_in_one_sentence_what_it_is(name: str) -> None:
    words = inspect.getdoc(getattr(ipclab, name))
    assert words
    first = words.splitlines()[0]
    assert first.endswith((".", '."', "?")), first


def examples_of(item: Callable[..., object]) -> list[doctest.DocTest]:
    names = {**vars(sys.modules[item.__module__]), **vars(ipclab)}
    found = doctest.DocTestFinder(recurse=False).find(item, globs=names)
    return [test for test in found if test.examples]


@pytest.mark.parametrize("name", NAMES)
def test_a_public_names_example_runs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    examples = examples_of(getattr(ipclab, name))
    assert examples, f"{name} has no example"
    with case(f"The example of {name}"):
        for example in examples:
            result = doctest.DocTestRunner().run(example)
            assert result.failed == 0
