"""Ctrl-C at the wrong moment: while something is started or ended, it waits until that is done.

A KeyboardInterrupt may come between any two steps of a program. Between "a process was started" and
"we know of it", it would leave that process running.
"""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Hold an interrupt (SIGINT) back until the end of the block; then it is raised.

    >>> with held_back():
    ...     pass
    """
    handler = signal.getsignal(signal.SIGINT)
    if not callable(handler) or threading.current_thread() is not threading.main_thread():
        yield  # nobody is interrupted here
        return
    came: list[tuple[int, FrameType | None]] = []
    signal.signal(signal.SIGINT, lambda number, frame: came.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if came:
            handler(*came[0])
