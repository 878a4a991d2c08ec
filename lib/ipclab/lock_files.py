"""A lock that dies with its holder: on a file, undone by the kernel when the process ends."""

import re

from ipclab import names
from ipclab.launch import arrivals
from ipclab.objects import NamedObject
from ipclab.outside import proc
from ipclab.stage import Stage, current


class LockFile(NamedObject):
    """A file to be locked. Given to a function, it arrives with acquire(), release() and `with`."""

    def __init__(self, stage: Stage, path: str) -> None:
        super().__init__(stage, path, "lock")
        self.path = path

    @property
    def holders(self) -> tuple[str, ...]:
        """The functions that hold a lock of any kind on it now, sorted, by their lanes.

        As the kernel has it, in the fdinfo of each descriptor (proc(5)).
        """
        lanes = self._lanes().items()
        return tuple(sorted({lane for pid, lane in lanes if _locks(pid, self.path)}))

    def expect_held(self, by: str) -> "LockFile":
        """When all functions stand still, or have ended, this one alone holds it; "" is nobody."""
        self._all_stand_still()
        found = self.holders
        self.stage.record("note", self.lane, note=f"held by {', '.join(found) or 'nobody'}")
        if found != ((by,) if by else ()):
            expected = f"{by or 'nobody'} holds the lock"
            raise self._wrong(expected, f"{', '.join(found) or 'nobody'} holds it")
        return self

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """A subject opens the file, by its path."""
        return arrivals.FileLock.at, (self.path,)


def _locks(pid: int, path: str) -> bool:
    fds = [fd for fd, lead in proc.descriptors(pid).items() if lead == path]
    return any(re.search(r"^lock:", proc.fdinfo(pid, fd), re.MULTILINE) for fd in fds)


def lock_file() -> LockFile:
    """A fresh file for a lock that the kernel gives back when its holder dies, however it dies.

    Given to a function it arrives as something with acquire(), release() and `with`; a function
    that is to lock it itself is given its `path`. (fcntl(2), flock(2))

    >>> with conversation():
    ...     lock_file().expect_held(by="").holders
    ()
    """
    stage = current()
    path = names.of(stage).fresh_path(".lock", stays=True)
    open(path, "x").close()
    return LockFile(stage, path)
