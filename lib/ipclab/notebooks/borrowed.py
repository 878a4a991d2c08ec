"""The names that a case's lines bind are the learner's again afterwards.

A notebook has one namespace. A case that says `record = …` would overwrite a learner's `record`,
and a function that uses a `record` by mistake would find the case's. In the judge, cases and
answers have a namespace each; so that the verdicts are the same, they have it in effect here, too.
"""

import contextlib
import dis
from collections.abc import Iterable, Iterator
from types import CodeType, FrameType

_NOTHING = object()


class Borrowed:
    """The names that the lines of one frame bind, with the values that they had before."""

    def __init__(self, frame: FrameType | None = None) -> None:
        is_cell = frame is not None and frame.f_locals is frame.f_globals  # no function's
        self._namespace = frame.f_globals if frame else {}
        self._code = frame.f_code if frame else None
        self._theirs = self._now(_bound(frame.f_code) if frame and is_cell else ())

    def give_back(self) -> None:
        """Make it as it was before."""
        self._put(self._theirs)

    @contextlib.contextmanager
    def given_back(self, function: object) -> Iterator[None]:
        """While it lasts, all is as it was before. Not for a function that the case itself defines.

        >>> with Borrowed().given_back(print):
        ...     pass
        """
        if self._code and getattr(function, "__code__", None) in self._code.co_consts:
            yield
            return
        ours = self._now(self._theirs)
        self._put(self._theirs)
        try:
            yield
        finally:
            self._put(ours)

    def _now(self, names: Iterable[str]) -> dict[str, object]:
        return {name: self._namespace.get(name, _NOTHING) for name in names}

    def _put(self, values: dict[str, object]) -> None:
        for name, value in values.items():
            if value is _NOTHING:
                self._namespace.pop(name, None)
            else:
                self._namespace[name] = value


def _bound(code: CodeType) -> set[str]:
    instructions = dis.get_instructions(code)
    return {each.argval for each in instructions if each.opname in ("STORE_NAME", "STORE_GLOBAL")}
