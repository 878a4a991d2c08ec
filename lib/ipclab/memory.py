"""Shared memory that a case makes, or looks at. Seen by pread(2), and never mapped by us.

A subject may make the object shorter at any moment, and whoever then touches what was mapped is
ended by SIGBUS (mmap(2)); pread only gives less.
"""

import contextlib
import os
import stat
import struct
from collections.abc import Iterable

from ipclab import names
from ipclab.cards.evidence import Evidence
from ipclab.launch import arrivals
from ipclab.launch.arrivals import Item
from ipclab.objects import NamedObject, missing
from ipclab.outside import mapped, named
from ipclab.stage import Stage, current


class SharedMemory(NamedObject):
    """A POSIX shared memory object. Given to a function, it arrives as a memoryview."""

    def __init__(self, stage: Stage, name: str, item: Item, fd: int) -> None:
        super().__init__(stage, name, "board")
        self._item, self._each, self._fd = item, struct.Struct(item), fd
        self._let_go = names.at_the_end(self, _let_go, fd, named.memory_path(name))

    @property
    def size(self) -> int:
        """Its size now, in bytes."""
        return os.fstat(self._fd).st_size

    @property
    def has_name(self) -> bool:
        """Whether its name still leads to it: nobody has unlinked it."""
        try:
            return mapped.inode_of(named.memory_path(self.name)) == mapped.inode_of(self._fd)
        except FileNotFoundError:
            return False

    # -- our own looks and changes ---------------------------------------------------------------

    def read(self, offset: int, size: int) -> bytes:
        """The bytes that are there now. Raises AnswerWrong where it has become too short."""
        data = os.pread(self._fd, size, offset)
        if len(data) < size:
            wanted = f"bytes {offset} to {offset + size - 1} are asked for"
            has = f"The shared memory has {self.size} bytes now, and {wanted}"
            problem = f"{has}: something has made it shorter."
            raise self.stage.trouble("", None, Evidence(problem=problem))
        return data

    def write(self, offset: int, data: bytes) -> "SharedMemory":
        """Change what is there, at once."""
        self.stage.record("send", "we", self.lane, bytes(data), f"at {offset}")
        os.pwrite(self._fd, data, offset)
        return self

    def __getitem__(self, index: int) -> int:
        """The item that is there now."""
        (item,) = self._each.unpack(self.read(index * self._each.size, self._each.size))
        return int(item)

    def __setitem__(self, index: int, item: int) -> None:
        """Change an item, at once."""
        self.write(index * self._each.size, self._each.pack(item))

    @property
    def items(self) -> list[int]:
        """All the items that are there now."""
        size = self.size - self.size % self._each.size
        return [int(item) for (item,) in self._each.iter_unpack(self.read(0, size))]

    def fill(self, items: Iterable[int]) -> "SharedMemory":
        """Change the first items, as many as these, at once."""
        return self.write(0, b"".join(map(self._each.pack, items)))

    def expect(self, offset: int, data: bytes) -> "SharedMemory":
        """When all functions stand still, or have ended, these bytes are there."""
        self._all_stand_still()
        found = self.read(offset, len(data))
        self.stage.record("send", self.lane, "we", found, f"at {offset}")
        if found != data:
            raise self._wrong(data, found, f"at byte {offset} of the shared memory")
        return self

    def until_holds(self, offset: int, data: bytes) -> "SharedMemory":
        """Wait until these bytes are there, or all functions stand still without."""
        self.stage.check(self.stage.wait(lambda: self.read(offset, len(data)) == data))
        return self

    # -- given to a function ---------------------------------------------------------------------

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """A subject maps it, by its name."""
        if not self.has_name:
            raise missing(self.stage, f"shared memory object {self.name}")
        size = self.size - self.size % self._each.size
        return arrivals.board, (named.memory_path(self.name), size, self._item)

    def close(self) -> None:
        """Remove it. Who has it mapped keeps it."""
        super().close()
        self._let_go()


def _let_go(fd: int, path: str) -> None:
    with contextlib.suppress(OSError):  # another one may have its name, or none
        if mapped.inode_of(path) == mapped.inode_of(fd):
            os.unlink(path)
    os.close(fd)


def shared_memory(size: int = 0, *, name: str = "", item: Item = "B") -> SharedMemory:
    """A fresh POSIX shared memory object of `size` zero bytes; or by its `name` one that is there.

    Given to a function it arrives as a memoryview of items (`item` as struct has it: "B" bytes, "q"
    numbers of 8 bytes), so `board[0] += 1` works there; a function that is to open it itself
    is given its `name`. Raises AnswerWrong where nothing has that name. (shm_overview(7))

    >>> with conversation():
    ...     board = shared_memory(16)
    ...     board.write(0, b"hello").expect(0, b"hello").read(5, 2)
    b'\\x00\\x00'
    """
    stage = current()
    if name:
        return SharedMemory(stage, name, item, _open(stage, name))
    if size <= 0 or size % struct.calcsize(item):
        raise ValueError(f"shared_memory: {size} bytes are no whole number of items {item!r}")
    fresh = names.of(stage).fresh()
    fd = os.open(named.memory_path(fresh), os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    os.ftruncate(fd, size)
    names.of(stage).exempt(named.SHARED_MEMORY, fresh)
    return SharedMemory(stage, fresh, item, fd)


def _open(stage: Stage, name: str) -> int:
    """A descriptor of what somebody else has made. Raises AnswerWrong where it is no such thing."""
    what = f"shared memory object {name}"
    try:
        fd = os.open(named.memory_path(name), os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise missing(stage, what) from None
    except OSError as error:
        raise missing(stage, what, f"opening it says {error.strerror}") from error
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise missing(stage, what, "its name is that of something else")
    return fd
