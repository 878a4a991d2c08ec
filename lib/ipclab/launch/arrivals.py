"""What a case's objects are when they arrive in a subject: opened by their names, in its process.

The same object is the same at every call that a process gets, so a lock that one call took the next
can release.
"""

import fcntl
import functools
import mmap
import os
from typing import Any, Literal

Item = Literal["b", "B", "h", "H", "i", "I", "q", "Q"]  # whole numbers, as struct has them


@functools.cache
def board(path: str, size: int, item: Item) -> "memoryview[int]":
    """Shared memory, as a sequence of items that can be changed in place (mmap(2))."""
    fd = os.open(path, os.O_RDWR)
    try:
        return memoryview(mmap.mmap(fd, size)).cast(item)
    finally:
        os.close(fd)


@functools.cache
def semaphore(name: str) -> Any:  # noqa: ANN401  posix_ipc brings no types
    """A named semaphore, with acquire(), release() and `with`."""
    import posix_ipc

    return posix_ipc.Semaphore(name)


class FileLock:
    """A lock on a file that is gone with its holder, and that no fork inherits (fcntl(2))."""

    def __init__(self, path: str) -> None:
        self._fd = os.open(path, os.O_RDWR)

    @staticmethod
    @functools.cache
    def at(path: str) -> "FileLock":
        """The one lock of this process on that file."""
        return FileLock(path)

    def acquire(self) -> None:
        """Wait until nobody else holds it."""
        fcntl.lockf(self._fd, fcntl.LOCK_EX)

    def release(self) -> None:
        """Give it back."""
        fcntl.lockf(self._fd, fcntl.LOCK_UN)

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


@functools.cache
def queue(name: str) -> Any:  # noqa: ANN401  posix_ipc brings no types
    """A POSIX message queue, with send(data, priority=...) and receive()."""
    import posix_ipc

    return posix_ipc.MessageQueue(name)


@functools.cache
def mailbox(key: int, size: int) -> Any:  # noqa: ANN401  sysv_ipc brings no types
    """A System V message queue, with send(data, type=...) and receive(type=...)."""
    import sysv_ipc

    return sysv_ipc.MessageQueue(key, max_message_size=size)


def post(name: str) -> int:
    """Post once. Returns the value that the semaphore has then."""
    semaphore(name).release()
    return value(name)


def value(name: str) -> int:
    """The value that a semaphore has now (sem_getvalue(3))."""
    return int(semaphore(name).value)
