"""Whether more processes can be had: a user, a container and a machine each have an end of them.

Where none is left, a right answer that starts a thread fails as a wrong one does. So nothing is
begun, and no failure counts, where there is not room for all that it may take.
"""

import os
import re
import resource
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ipcgrade import cgroup
from ipclab.errors import GraderFault

_UID = re.compile(r"^Uid:\t(\d+)", re.MULTILINE)  # the real one, which the limit is of
_THREADS = re.compile(r"^Threads:\t(\d+)", re.MULTILINE)


@dataclass(frozen=True)
class End:
    """How many processes somebody may have, and has. Threads count."""

    whose: str
    limit: str
    most: int
    used: int

    def __str__(self) -> str:
        return f"{self.whose} may have {self.most:,} ({self.limit}) and has {self.used:,}"


def demand(many: int, uid: int) -> None:
    """Raises GraderFault where this user cannot have so many more processes."""
    for end in _ends(many, uid):
        if end.most - end.used < many:
            raise GraderFault(
                f"there are too few processes to be had: {end}, and {many:,} more may be needed. "
                "Raise that limit, or grade fewer at once (--workers)."
            )


def _ends(many: int, uid: int) -> Iterator[End]:
    everybody = int(Path("/proc/loadavg").read_text().split()[3].partition("/")[2])
    kernel = Path("/proc/sys/kernel")
    for name in ("threads-max", "pid_max"):
        with suppress(FileNotFoundError):  # a kernel that has no such end, or does not tell
            most = int((kernel / name).read_text())
            yield End("this machine", f"kernel.{name}", most, everybody)
    for group, most, used in cgroup.of_processes():
        yield End(f"the control group {group}", "pids.max", most, used)
    most, _ = resource.getrlimit(resource.RLIMIT_NPROC)
    is_held = uid != 0 and most != resource.RLIM_INFINITY  # root is not (setrlimit(2))
    if is_held and most - everybody < many:  # else there is room, and they need not be counted
        yield End(f"user {uid}", "ulimit -u", most, _used_by(uid))


def _used_by(uid: int) -> int:
    """How many processes a user has, as far as we see."""
    used = 0
    for process in os.scandir("/proc"):
        if process.name.isdigit():
            with suppress(OSError):  # it ended while we looked
                status = Path(process.path, "status").read_text()
                used += _found(_THREADS, status) if _found(_UID, status) == uid else 0
    return used


def _found(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return int(found[1]) if found else 0
