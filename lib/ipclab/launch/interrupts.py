"""Ctrl-C at the wrong moment: while something is started or ended, it waits until that is done.

A KeyboardInterrupt may come between any two steps of a program. Between "a process was started" and
"we know of it", it would leave that process running.
"""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import CodeType, FrameType

_Handler = Callable[[int, FrameType | None], object]


def _handler() -> _Handler | None:
    """What an interrupt would call here; None where nobody is interrupted."""
    handler = signal.getsignal(signal.SIGINT)
    if not callable(handler) or threading.current_thread() is not threading.main_thread():
        return None
    return handler


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Hold an interrupt (SIGINT) back until the end of the block; then it is raised.

    >>> with held_back():
    ...     pass
    """
    handler = _handler()
    if handler is None:
        yield
        return
    came: list[tuple[int, FrameType | None]] = []
    signal.signal(signal.SIGINT, lambda number, frame: came.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if came:
            handler(*came[0])


class Exit:
    """Holds an interrupt back that comes in one function, or in what that calls: an `__exit__`.

    Made before the block: within the function it would be too late, for an interrupt may come at
    its very entry.
    """

    def __init__(self, function: CodeType) -> None:
        self._function = function
        self._came: list[tuple[int, FrameType | None]] = []
        self._before = _handler()
        if self._before:
            signal.signal(signal.SIGINT, self._interrupted)

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        assert self._before
        if self._is_below(frame):
            self._came.append((number, frame))
        else:
            self._before(number, frame)

    def _is_below(self, frame: FrameType | None) -> bool:
        while frame is not None and frame.f_code is not self._function:
            frame = frame.f_back
        return frame is not None

    def over(self) -> None:
        """All is ended: what came is raised now."""
        if self._before:
            signal.signal(signal.SIGINT, self._before)
            for number, frame in self._came[:1]:
                self._before(number, frame)
