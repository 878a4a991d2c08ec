"""Objects that outlive the processes which made them, by their names: which there are now.

POSIX shared memory and semaphores are files of /dev/shm (shm_overview(7), sem_overview(7)); POSIX
queues those of /dev/mqueue, where that is mounted (mq_overview(7)); System V objects are listed in
/proc/sysvipc, with the processes that made or used them (sysvipc(7)).
"""

import contextlib
import ctypes
import os
import stat
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ipclab.outside.mapped import Inode, inode_of

QUEUE, MAILBOX = "POSIX message queue", "System V message queue"
SEMAPHORE, SHARED_MEMORY = "POSIX semaphore", "POSIX shared memory object"

MEMORY, QUEUES = Path("/dev/shm"), Path("/dev/mqueue")
_SYSTEM_V = Path("/proc/sysvipc")
_IPC_RMID = 0
_libc = ctypes.CDLL(None)


@dataclass(frozen=True, order=True)
class Named:
    """One object or file: its kind, and its name as its own calls have it."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"the {self.kind} {self.name}"

    def remove(self) -> None:
        """Remove the name; nothing where it is gone. The object goes with its last user."""
        with contextlib.suppress(OSError):
            path = _path(self)
            if self.kind == QUEUE:
                _libc.mq_unlink(self.name.encode())
            elif os.path.isdir(path):  # somebody made one in /dev/shm
                remove_folder(path)
            else:
                os.unlink(path)


def remove_folder(path: str) -> None:
    """Remove a folder, as far as that can be done. It may be deeper than Python can go."""
    with contextlib.suppress(OSError):
        os.rmdir(path)
        return
    with contextlib.suppress(OSError):
        subprocess.run(["rm", "-rf", "--", path], stderr=subprocess.DEVNULL)


def listed(queues: Iterable[str] = ()) -> dict[Inode, Named]:
    """Every POSIX object that has a name now.

    `queues`: names to try where /dev/mqueue is not mounted, and so no list of queues can be had.
    """
    found = dict(_entries(MEMORY))
    return found | dict(_entries(QUEUES) if QUEUES.is_dir() else _opened(queues))


def _entries(folder: Path) -> Iterator[tuple[Inode, Named]]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                seen = entry.stat(follow_symlinks=False)
                yield (seen.st_dev, seen.st_ino), _named(folder, entry.name)


def _named(folder: Path, file: str) -> Named:
    if folder == QUEUES:
        return Named(QUEUE, f"/{file}")
    if file.startswith("sem."):
        return Named(SEMAPHORE, f"/{file[4:]}")
    return Named(SHARED_MEMORY, f"/{file}")


def _opened(queues: Iterable[str]) -> Iterator[tuple[Inode, Named]]:
    for name in queues:
        fd = _libc.mq_open(name.encode(), os.O_RDONLY)
        if fd >= 0:
            yield inode_of(fd), Named(QUEUE, name)
            os.close(fd)


def _path(each: Named) -> str:
    at = {SHARED_MEMORY: memory_path, SEMAPHORE: semaphore_path}.get(each.kind, str)
    return at(each.name)


def memory_path(name: str) -> str:
    """The file that a shared memory object is, by its name as shm_open(3) has it.

    >>> memory_path("/board")
    '/dev/shm/board'
    """
    return str(MEMORY / name.lstrip("/"))


def semaphore_path(name: str) -> str:
    """The file that a semaphore is, by its name as sem_open(3) has it (glibc).

    >>> semaphore_path("/seats")
    '/dev/shm/sem.seats'
    """
    return str(MEMORY / f"sem.{name.lstrip('/')}")


def files(folder: Path) -> list[Named]:
    """What lies in a folder, in words."""
    with contextlib.suppress(OSError):  # somebody is removing it just now
        return [Named(_kind_of(path), str(path)) for path in sorted(folder.iterdir())]
    return []


def _kind_of(path: Path) -> str:
    kinds = {
        stat.S_IFIFO: "FIFO",
        stat.S_IFSOCK: "socket file",
        stat.S_IFDIR: "folder",
        stat.S_IFLNK: "symbolic link",
    }
    return kinds.get(stat.S_IFMT(path.lstat().st_mode), "file")


@dataclass(frozen=True)
class SystemV:
    """One System V object, and the processes that the kernel remembers: who made or used it last.

    Of a semaphore set it remembers none.
    """

    kind: str
    id: int
    pids: frozenset[int]

    @property
    def name(self) -> str:
        """Its kind and identifier: it has no name of its own."""
        return f"{self.kind} {self.id}"

    def __str__(self) -> str:
        return f"a {self.kind}"

    def remove(self) -> None:
        """Remove it; nothing where it is gone (msgctl(2), shmctl(2))."""
        control = _libc.msgctl if self.kind == MAILBOX else _libc.shmctl
        control(self.id, _IPC_RMID, None)


def system_v() -> list[SystemV]:
    """Every System V queue and shared memory segment that there is now."""
    queues = _rows("msg", MAILBOX, "msqid", ("lspid", "lrpid"))
    return [*queues, *_rows("shm", "System V shared memory segment", "shmid", ("cpid", "lpid"))]


def _rows(file: str, kind: str, own: str, users: tuple[str, ...]) -> Iterator[SystemV]:
    with contextlib.suppress(OSError):  # a kernel without System V IPC
        heading, *lines = (_SYSTEM_V / file).read_text().splitlines()
        for line in lines:
            row = dict(zip(heading.split(), map(int, line.split()), strict=False))
            yield SystemV(kind, row[own], frozenset(row[user] for user in users))
