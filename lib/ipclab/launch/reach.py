"""What a function reaches: the names that it uses, and what is behind them.

For a card that names the variable that cannot travel, and for the cells whose text goes along.
"""

import functools
import types
from collections.abc import Iterator

MOST = 10_000  # values looked at; a notebook's function reaches a few dozen


def reached(root: object) -> Iterator[tuple[str, object]]:
    """Every (name, value) that a function uses, those that its helpers use among them."""
    queue: list[tuple[str, object]] = [("", root)]
    seen: set[int] = set()
    for name, value in queue:  # grows while we go through it
        if id(value) in seen or len(seen) > MOST:
            continue
        seen.add(id(value))
        yield name, value
        queue += ((inner or name, each) for inner, each in _behind(value))


def functions(root: object) -> list[types.FunctionType]:
    """The function itself, and those of its helpers that travel with it."""
    return [value for _, value in reached(root) if isinstance(value, types.FunctionType)]


def culprit_among(names: Iterator[tuple[str, object]]) -> str:
    """The last of the names: the one nearest to what cannot travel."""
    found = [name for name, _ in names if name]
    return found[-1] if found else ""


def _behind(value: object) -> Iterator[tuple[str, object]]:
    """What a value leads to. Without a name of its own, it goes by the name that led there."""
    if isinstance(value, types.FunctionType):
        if _by_value(value):
            yield from _names_of(value)
    elif isinstance(value, types.MethodType):
        yield from (("", value.__func__), ("", value.__self__))
    elif isinstance(value, functools.partial):
        yield from (("", each) for each in (value.func, *value.args, *value.keywords.values()))
    elif isinstance(value, type):
        if _by_value(value):
            yield from (("", each) for each in vars(value).values())
    elif isinstance(value, (staticmethod, classmethod)):
        yield "", value.__func__
    elif isinstance(value, property):
        yield from (("", each) for each in (value.fget, value.fset, value.fdel))
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from (("", each) for each in value)
    elif isinstance(value, dict):
        yield from (("", each) for each in value.values())
    elif _by_value(type(value)):
        yield "", type(value)
        yield from (("", each) for each in getattr(value, "__dict__", {}).values())


def _by_value(item: types.FunctionType | type) -> bool:
    """Whether it is a notebook's, and not an installed module's."""
    return item.__module__ == "__main__" or not _importable(item)


def _importable(item: types.FunctionType | type) -> bool:
    import sys

    found: object = sys.modules.get(item.__module__)
    for name in item.__qualname__.split("."):
        found = getattr(found, name, None)
    return found is item


def _names_of(function: types.FunctionType) -> Iterator[tuple[str, object]]:
    for name in sorted(_global_names(function.__code__)):
        if name in function.__globals__:
            yield name, function.__globals__[name]
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            yield name, cell.cell_contents
        except ValueError:  # not assigned yet
            continue
    for default in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
        yield "", default
    if hasattr(function, "__wrapped__"):
        yield "", function.__wrapped__


def _global_names(code: types.CodeType) -> set[str]:
    names = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names |= _global_names(constant)
    return names
