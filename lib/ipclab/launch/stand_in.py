"""What stands in a case for a function that lives in another process: its name, and how to get it.

In the judge the examiner runs the cases, and the student's functions are in a subject host. A case
hands a stand-in to `run`, `call` or a subject, and the subject gets the function itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True)
class Shipment:
    """A function as bytes, with the text of the cells that it came from (empty for a file's)."""

    function: bytes
    sources: dict[str, str]


class StandIn:
    """A function of another process, which ships it as bytes that are opaque to us."""

    def __init__(self, name: str, ship: Callable[[], Shipment]) -> None:
        self.__name__ = name
        self.ship = ship

    def __call__(self, *_: object, **__: object) -> NoReturn:
        """No case calls a student's function in its own process. Raises TypeError."""
        raise TypeError(f"{self.__name__} is not here: give it to run() or call()")

    def __repr__(self) -> str:
        return f"<function {self.__name__}>"
