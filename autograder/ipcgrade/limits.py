"""What one submission may take, and what holds it to that.

Each process has limits of its own (setrlimit(2)); but processes come in any number, and memory
hides outside of them: in memory files, pipes, sockets. So all that a student started is limited as
one, by a control group where this user may make one (`cgroup.py`), else by a watchdog.
"""

import resource
from collections.abc import Mapping, Sequence
from typing import Protocol

MiB = 1 << 20
MEMORY = 1536 * MiB  # bytes of all processes of a submission, and of what they hold
DATA = 1024 * MiB  # bytes that one process may write to
ADDRESSES = 4096 * MiB  # bytes of one process's address space; each thread reserves some
DISK = 64 * MiB  # bytes in each of /tmp, /dev/shm and the home folder
FILE = 64 * MiB  # bytes of the largest file
DESCRIPTORS = 1024  # open files of one process
PROCESSES = 600  # of one submission; threads count
MORE_PROCESSES = 100  # that a control group admits: so the student's own limit is met first
ALL_PROCESSES = PROCESSES + MORE_PROCESSES  # of one submission, ours among them
QUEUES = 819_200  # bytes of POSIX message queues: what Linux gives everybody (mq_overview(7))


class Guard(Protocol):
    """Holds the student's side of one submission to MEMORY."""

    doors: Sequence[int]  # who writes "0" to each of these descriptors is in its groups
    tally: int  # a file that says how often a limit was enforced: `oom_kill N`

    def watch(self, pid: int) -> None:
        """Say below which process the sandboxes are."""

    def close(self) -> None:
        """Stop, and leave nothing behind. May be called again."""


def of_a_process() -> Mapping[str, int]:
    """The limits of each process on the student's side, as prlimit(1) names them.

    Of message queues the student has half of all, so that the examiner has some too: what the
    student's processes take counts for the examiner's sandbox as well.
    """
    wanted = {
        "data": min(DATA, _most(resource.RLIMIT_DATA)),
        "as": min(ADDRESSES, _most(resource.RLIMIT_AS)),
        "fsize": min(FILE, _most(resource.RLIMIT_FSIZE)),
        "nofile": min(DESCRIPTORS, _most(resource.RLIMIT_NOFILE)),
        "nproc": min(PROCESSES, _most(resource.RLIMIT_NPROC)),
        "msgqueue": min(QUEUES, _most(resource.RLIMIT_MSGQUEUE) // 2),
    }
    return {**wanted, "core": 0}


def put_on() -> None:
    """Limit this process, and what it starts, where there is no sandbox that does."""
    for name, number in of_a_process().items():
        if name != "nproc":  # without a user namespace it counts all that the user runs
            resource.setrlimit(getattr(resource, f"RLIMIT_{name.upper()}"), (number, number))


def _most(kind: int) -> int:
    """What may be asked for here."""
    _, most = resource.getrlimit(kind)
    return 1 << 62 if most == resource.RLIM_INFINITY else most
