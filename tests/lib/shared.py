"""What several processes share, made with the standard library: a board and a semaphore.

Each travels by its name; a subject gets the C object itself, so nothing of it is stepped.
"""

import _multiprocessing
import mmap
import os
import secrets
from pathlib import Path

from tests.lib.live import as_in_a_notebook

as_in_a_notebook(__name__)  # or each subject would import it anew


def mapped(path: str) -> mmap.mmap:
    with open(path, "r+b") as file:
        return mmap.mmap(file.fileno(), 0)


class Board:
    """A few bytes of memory; pread tells from outside what is in it."""

    def __init__(self, path: Path, size: int = 8) -> None:
        path.write_bytes(bytes(size))
        self.path = str(path)

    def __getitem__(self, at: int) -> int:
        return Path(self.path).read_bytes()[at]

    def __reduce__(self) -> tuple[object, ...]:
        return mapped, (self.path,)


_SEMAPHORE = 1  # of the two kinds that SemLock has: any process may release it


class Semaphore:
    """A POSIX named semaphore; in a subject an object with acquire, release, `with`."""

    def __init__(self, value: int = 1, most: int = 100) -> None:
        self._most, self._name = most, f"/ipclab-test-{secrets.token_hex(6)}"
        self._lock = _multiprocessing.SemLock(_SEMAPHORE, value, most, self._name, False)

    def __reduce__(self) -> tuple[object, ...]:
        return _multiprocessing.SemLock._rebuild, (-1, _SEMAPHORE, self._most, self._name)

    def __del__(self) -> None:
        os.unlink(f"/dev/shm/sem.{self._name[1:]}")
