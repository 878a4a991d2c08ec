"""A function and its arguments as bytes, by value: what travels, and what is handed over."""

import contextlib
import io
import linecache
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import cloudpickle

from ipclab.errors import AnswerWrong, CannotTravel
from ipclab.launch import reach
from ipclab.launch.stand_in import Shipment, StandIn


def shipment(function: object, arguments: Iterable[object] = ()) -> Shipment:
    """Turn a function into bytes, with the cells that it and what it uses were defined in.

    Raises CannotTravel with the variable that does not.
    """
    try:
        return Shipment(_pickled(function), _sources([function, *arguments]))
    except CannotTravel:
        raise  # a stand-in says it
    except Exception as error:  # pickling runs arbitrary __reduce__ methods
        raise CannotTravel(_culprit(function), str(error)) from error


def pickle_arguments(args: tuple[Any, ...], kwargs: dict[str, Any], token: "Tokens") -> bytes:
    """Pickle arguments; what is handed over (sockets, buffers) is replaced by a token."""
    stream = io.BytesIO()
    pickler = _Pickler(stream, token)
    try:
        pickler.dump((args, kwargs))
    except (AnswerWrong, CannotTravel):
        raise  # of what is handed over, something is not there any more
    except Exception as error:
        raise CannotTravel("an argument", str(error)) from error
    return stream.getvalue()


class Tokens:
    """Says which objects are handed over rather than copied."""

    def of(self, item: object) -> tuple[str, int, bytes] | None:
        """The token of an object to hand over: its kind, a number, a buffer's content."""
        raise NotImplementedError


_PLAIN = {type(None), bool, int, float, str, bytes, tuple, list, dict}  # quick to tell, and many


class _Pickler(cloudpickle.Pickler):  # type: ignore[misc]  # it has no types
    def __init__(self, stream: io.BytesIO, tokens: Tokens | None = None) -> None:
        super().__init__(stream)
        self._tokens = tokens

    def persistent_id(self, item: object) -> tuple[str, int, bytes] | None:
        if isinstance(item, StandIn):
            return "shipped", 0, item.ship().function
        if type(item) in _PLAIN:
            return None
        if isinstance(item, io.IOBase) and item not in (sys.stdin, sys.stdout, sys.stderr):
            raise TypeError("cannot pickle an open file")  # cloudpickle would send a copy of it
        return self._tokens.of(item) if self._tokens else None

    def reducer_override(self, item: Any) -> Any:  # noqa: ANN401  as pickle has it
        return reach.reduced_cache(item) or super().reducer_override(item)


def _pickled(value: object) -> bytes:
    stream = io.BytesIO()
    _Pickler(stream).dump(value)
    return stream.getvalue()


def _sources(roots: Iterable[object]) -> dict[str, str]:
    """By name, each cell (or file) that these functions, and those they use, were defined in.

    With a cell's text, so that the subject's own tracebacks can show lines.
    """
    roots = list(roots)
    below = (each for root in roots for each in reach.functions(root))
    names = {each.__code__.co_filename for each in below}
    sources = {
        name: "" if Path(name).is_file() else "".join(linecache.getlines(name)) for name in names
    }
    for stand_in in reach.stand_ins(roots):
        sources |= stand_in.ship().sources
    return sources


def _culprit(function: object) -> str:
    """The variable that cannot travel, for the card: the innermost one."""
    found = [name for name, value in reach.variables(function) if not _travels(value)]
    return found[-1] if found else "something that it uses"


def _travels(value: object) -> bool:
    with contextlib.suppress(Exception):
        _pickled(value)
        return True
    return False
