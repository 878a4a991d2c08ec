"""What files a process has mapped or open, by inode: names may have changed since (proc(5))."""

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ipclab.outside import blocking, proc

Inode = tuple[int, int]  # device, and number there: the same for whoever looks

_LINE = re.compile(
    r"^([0-9a-f]+)-([0-9a-f]+) \S+ [0-9a-f]+ ([0-9a-f]+):([0-9a-f]+) (\d+) *(.*)$", re.MULTILINE
)


@dataclass(frozen=True)
class Mapping:
    """A file in a process's memory."""

    start: int
    end: int  # the first address beyond
    inode: Inode
    path: str


def inode_of(path: str | int) -> Inode:
    """The inode of a path or descriptor. Raises OSError."""
    seen = os.stat(path)
    return seen.st_dev, seen.st_ino


def mappings(pid: int) -> Iterator[Mapping]:
    """The files that a process has mapped; none where it is gone, or we may not look."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/maps", errors="replace") as file:
        for start, end, major, minor, inode, path in _LINE.findall(file.read()):
            if int(inode):
                device = os.makedev(int(major, 16), int(minor, 16))
                yield Mapping(int(start, 16), int(end, 16), (device, int(inode)), path)


def held(pid: int) -> set[Inode]:
    """The inodes that a process has mapped or open."""
    found = {mapping.inode for mapping in mappings(pid)}
    for fd in proc.descriptors(pid):
        with contextlib.suppress(OSError):
            found.add(inode_of(f"/proc/{pid}/fd/{fd}"))
    return found


def waits_in(pid: int, threads: Iterable[proc.Thread]) -> list[Mapping]:
    """For each of a process's threads that waits for a lock in a mapped file, where that lies.

    A semaphore, or a mutex in shared memory, is such a lock: who waits for it is in futex(2) with
    an address in the file.
    """
    addresses = [
        thread.arguments[0]
        for thread in threads
        if thread.state == "S" and blocking.is_futex_wait(thread.call, thread.arguments)
    ]
    known = list(mappings(pid)) if addresses else []
    return [each for at in addresses for each in known if each.start <= at < each.end]
