"""Python's resource tracker, which unlinks names behind a process's back.

Before Python 3.13 whoever opens a `SharedMemory`, even one that another process has made, has it
unlinked when the process ends, by a tracker process (cpython #82300). A name would be gone that
nobody unlinked, or one that was forgotten not be there; and this would depend on Python's version
and on who ends first. So in a subject shared memory stays until somebody unlinks it, as POSIX has
it, and `SharedMemory(..., track=False)` from 3.13 on.
"""

from collections.abc import Callable, Sized
from multiprocessing import resource_tracker

_Note = Callable[[Sized, str], None]


def leave_shared_memory_alone() -> None:
    """From now on, here and in what is forked from here, no shared memory is tracked."""
    resource_tracker.register = _but_shared_memory(resource_tracker.register)  # type: ignore[assignment]
    resource_tracker.unregister = _but_shared_memory(resource_tracker.unregister)  # type: ignore[assignment]


def pid() -> int:
    """The process id of our tracker, which runs for semaphores; 0 where there is none.

    It is no child that a learner's code left behind.
    """
    return int(getattr(resource_tracker._resource_tracker, "_pid", None) or 0)


def _but_shared_memory(note: _Note) -> _Note:
    def others(name: Sized, kind: str) -> None:
        if kind != "shared_memory":
            note(name, kind)

    return others
