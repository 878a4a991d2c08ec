"""The pure modules: their examples run, and they reach nothing but each other and plain Python."""

import ast
import doctest
import importlib
import inspect
import pkgutil

import pytest

from ipclab import cards

PURE = [module.name for module in pkgutil.iter_modules(cards.__path__)]
PLAIN = {
    "collections", "dataclasses", "enum", "html", "itertools", "json", "re", "textwrap", "typing",
    "unicodedata", "urllib.parse",
}  # fmt: skip


def imported(name: str) -> set[str]:
    """The modules that a pure module imports, at the top or later."""
    tree = ast.parse(inspect.getsource(importlib.import_module(f"ipclab.cards.{name}")))
    plain = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    return plain | {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}


@pytest.mark.parametrize("name", PURE)
def test_the_examples_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"ipclab.cards.{name}")).failed == 0


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_does_no_input_and_no_output(name: str) -> None:
    allowed = PLAIN | {f"ipclab.cards.{module}" for module in PURE} | {"collections.abc"}

    assert imported(name) <= allowed
