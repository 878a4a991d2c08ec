"""Control groups (cgroups(7)): the kernel holds all processes of a submission to one limit.

Memory in files, pipes and sockets counts there too, and what takes too much is ended by the kernel.
A group is made below the one that we are in, so the limits that hold for us hold for it; of version
2, which has no processes beside groups, beside ours. It goes with its submission.
"""

import contextlib
import errno
import functools
import os
import select
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from ipcgrade import limits

NEEDED = ("memory", "pids")
MARK = "ipcgrade"  # first word of the names of our groups
END = 5.0  # seconds in which a process that was killed has gone
_numbers = count()


@dataclass(frozen=True)
class Place:
    """Where groups may be made: the folders, the settings for each, and the tally of each kill."""

    settings: Mapping[Path, Mapping[str, int]]
    tally: str  # a file of the first folder

    def is_ours(self) -> bool:
        """Whether this user may make a group here, and move its own processes into it."""
        return all(
            os.access(folder, os.W_OK) and os.access(folder / "cgroup.procs", os.W_OK)
            for folder in self.settings
        )


def places(root: Path = Path("/")) -> Iterator[Place]:
    """Where this process may have groups, the best first. `root`: where /proc and all that is."""
    own = dict(_own(root))
    mounts = dict(_mounts(root))
    if "" in mounts and "" in own:
        yield from _unified(mounts[""], own[""])
    if all(name in mounts and name in own for name in NEEDED):
        memory, pids = (_folder(mounts[name], own[name]) for name in NEEDED)
        yield Place({memory: _memory_of_version_1(), pids: _pids()}, "memory.oom_control")


def _memory_of_version_1() -> dict[str, int]:
    return {
        "memory.limit_in_bytes": limits.MEMORY,
        "memory.memsw.limit_in_bytes": limits.MEMORY,  # swap counts; absent where it is off
    }


def _pids() -> dict[str, int]:
    return {"pids.max": limits.ALL_PROCESSES}


def _unified(mount: Path, own: str) -> Iterator[Place]:
    """The nearest group of version 2, from ours up, that hands on what we need."""
    settings = {"memory.max": limits.MEMORY, "memory.swap.max": 0, **_pids()}
    for each in _upwards(mount, own):
        with contextlib.suppress(OSError):
            if set(NEEDED) <= set((each / "cgroup.subtree_control").read_text().split()):
                yield Place({each: settings}, "memory.events")


def of_processes(root: Path = Path("/")) -> Iterator[tuple[Path, int, int]]:
    """The groups that we are in which limit processes: how many each may have, and has."""
    own = dict(_own(root))
    mounts = dict(_mounts(root))
    for name in {"pids", ""} & own.keys() & mounts.keys():
        for each in _upwards(mounts[name], own[name]):
            with contextlib.suppress(OSError, ValueError):  # the top has no limit; others may
                most, used = ((each / f"pids.{word}").read_text() for word in ("max", "current"))
                yield each, int(most), int(used)


def _upwards(mount: Path, own: str) -> Iterator[Path]:
    """Our own group, and those that it is in."""
    folder = _folder(mount, own)
    for each in (folder, *folder.parents):
        yield each
        if each == mount:
            return


def _folder(mount: Path, own: str) -> Path:
    """Our own group. In a container its name may be one that is not seen here."""
    folder = mount / own.lstrip("/")
    return folder if folder.is_dir() else mount


def _own(root: Path) -> Iterator[tuple[str, str]]:
    """By controller, the group that we are in; version 2 has the empty name."""
    with contextlib.suppress(OSError):
        for line in (root / "proc/self/cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            yield from ((name, path) for name in controllers.split(","))


def _mounts(root: Path) -> Iterator[tuple[str, Path]]:
    """By controller, where its groups are; version 2 has the empty name."""
    with contextlib.suppress(OSError):
        for line in (root / "proc/self/mounts").read_text().splitlines():
            _, path, kind, options, *_ = line.split()
            if kind == "cgroup2":
                yield "", root / path.lstrip("/")
            elif kind == "cgroup":
                yield from ((name, root / path.lstrip("/")) for name in options.split(","))


class Cgroup:
    """The group, or the two of version 1, of one submission. Raises OSError where that fails."""

    def __init__(self, place: Place) -> None:
        name = f"{MARK}-{os.getpid()}-{next(_numbers)}"
        self.doors: Sequence[int] = []
        self.tally = -1
        self._folders = [folder / name for folder in place.settings]
        try:
            self._make(place)
        except OSError:
            self.close()
            raise

    def _make(self, place: Place) -> None:
        for folder, settings in zip(self._folders, place.settings.values(), strict=True):
            folder.mkdir()
            for name, value in settings.items():
                with contextlib.suppress(FileNotFoundError):  # a kernel that does not limit swap
                    (folder / name).write_text(str(value))
            self.doors = [*self.doors, os.open(folder / "cgroup.procs", os.O_WRONLY)]
        self.tally = os.open(self._folders[0] / place.tally, os.O_RDONLY)

    def watch(self, pid: int) -> None:
        """Nothing to do: the kernel does."""

    def close(self) -> None:
        """End what is still in the groups, and remove them."""
        for fd in (*self.doors, self.tally):
            if fd >= 0:
                os.close(fd)
        self.doors, self.tally = [], -1
        for folder in self._folders:
            with contextlib.suppress(OSError):
                _empty(folder)
            with contextlib.suppress(OSError):  # the next judge tries again: see tidy()
                _remove(folder)


def _remove(folder: Path) -> None:
    """Remove a group. A process that has ended may be just leaving it: nothing says when."""
    until = time.monotonic() + END
    while True:
        try:
            return folder.rmdir()
        except OSError as error:
            if error.errno != errno.EBUSY or time.monotonic() > until:
                raise
        os.sched_yield()


def _empty(folder: Path) -> None:
    """End every process in a group, and wait until it has gone."""
    while pids := (folder / "cgroup.procs").read_text().split():
        for pid in map(int, pids):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                _wait_for(pid)


def _wait_for(pid: int) -> None:
    pidfd = os.pidfd_open(pid)
    try:
        if not select.select([pidfd], [], [], END)[0]:
            raise TimeoutError(f"process {pid} was killed and does not end")
    finally:
        os.close(pidfd)


def tidy(place: Place) -> None:
    """Remove the groups of judges that were killed."""
    for parent in place.settings:
        for folder in parent.glob(f"{MARK}-*"):
            if not Path(f"/proc/{folder.name.split('-')[1]}").exists():
                with contextlib.suppress(OSError):
                    folder.rmdir()


@functools.cache
def place(ordinary: Sequence[str] = ()) -> Place | None:
    """Where this user may have groups that hold; None where there is none. Found out once.

    `ordinary`: the command under which the student's side runs.
    """
    for each in places():
        if each.is_ours() and _admits(each, ordinary):
            tidy(each)
            return each
    return None


def _admits(place: Place, ordinary: Sequence[str]) -> bool:
    """Whether who was handed a door may go in (an older kernel asks who he is, not whose it is)."""
    try:
        group = Cgroup(place)
    except OSError:
        return False
    try:
        moves = [subprocess.run([*ordinary, "echo", "0"], stdout=door) for door in group.doors]
        return not any(moved.returncode for moved in moves)
    finally:
        group.close()
