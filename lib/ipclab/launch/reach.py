"""What a function reaches: the names that it uses, and what is behind them.

For a card that names the variable that cannot travel, and for the cells whose text goes along.
"""

import functools
import types
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import cloudpickle

from ipclab.launch.stand_in import StandIn

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
    found = (value for _, value in reached(root) if isinstance(value, types.FunctionType))
    return [function for function in found if function is root or _by_value(function)]


def stand_ins(roots: Iterable[object]) -> list[StandIn]:
    """The functions of another process that these values reach."""
    found = (value for root in roots for _, value in reached(root))
    return [value for value in found if isinstance(value, StandIn)]


def variables(root: object) -> list[tuple[str, object]]:
    """By name, what a function uses that is neither a function nor a class."""
    code = (types.FunctionType, types.MethodType, type)
    return [(name, value) for name, value in reached(root) if name and not isinstance(value, code)]


def reduced_cache(item: object) -> tuple[object, ...] | None:
    """How a notebook's cached function (functools.cache) is pickled: without what it remembers."""
    if not isinstance(item, functools._lru_cache_wrapper):
        return None
    function = item.__wrapped__
    if isinstance(function, types.FunctionType) and _by_value(function):
        return cached, (function, item.cache_parameters())
    return None


def cached(function: Callable[..., object], parameters: dict[str, Any]) -> object:
    """A function with a cache."""
    return functools.lru_cache(**parameters)(function)


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
    elif isinstance(value, functools._lru_cache_wrapper):
        yield "", value.__wrapped__
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
    """Whether it is the notebook's (or was made in a function), not an installed module's."""
    made_in_a_function = isinstance(item, types.FunctionType) and "<locals>" in item.__qualname__
    mains = {"__main__", *cloudpickle.list_registry_pickle_by_value()}
    return made_in_a_function or item.__module__ in mains


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
