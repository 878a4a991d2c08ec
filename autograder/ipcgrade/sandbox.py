"""The sandboxes of one submission, as commands of bubblewrap (bwrap(1)).

The *outer* one holds the examiner: its own network with only a loopback, its own processes, IPC
objects and temporary files, a read-only system. In it the *inner* one holds the student's code: its
own processes, no capability, and not the judge's own code. They share the network, shared memory,
message queues, /tmp and the home folder: that is what a case observes.

Started as root, an ordinary user of its own is put on first, in a private mount namespace where the
interpreter and the library are bound to a place that this user can read.
"""

import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import ipclab
from ipcgrade import limits

HOME = "/home/student"
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
ALSO_READ = tuple(
    f"/etc/{name}"
    for name in (
        *("alternatives", "group", "ld.so.cache", "localtime", "passwd"),
        *("gai.conf", "host.conf", "hosts", "nsswitch.conf", "protocols", "services"),  # names
    )
)
LOWEST_UID = 64000  # of the users that root puts on, one for each slot


@dataclass(frozen=True)
class Stage:
    """What is bound into a sandbox: (where it lies, where it is seen)."""

    read: tuple[tuple[str, str], ...]
    judge: str  # the folder that only the outer sandbox has


def stage() -> Stage:
    """What the interpreter that runs now needs, and the judge's own code."""
    judge = str(Path(__file__).parent.parent)
    library = str(Path(ipclab.__file__).parent.parent)
    wanted = dict.fromkeys((sys.base_prefix, sys.prefix, library, judge))
    return Stage(tuple((each, each) for each in wanted if not _is_system(each)), judge)


def _is_system(path: str) -> bool:
    return any(path == each or path.startswith(f"{each}/") for each in SYSTEM)


def outer(stage: Stage, command: Sequence[str], slot: int = 0) -> list[str]:
    """The command that runs another one in the outer sandbox, in whatever way this user must."""
    if os.geteuid() != 0:
        return [*_outer(stage.read), *command]
    staged = [(f"/mnt/{number}", seen) for number, (_, seen) in enumerate(stage.read)]
    script = [
        "mount -t tmpfs -o mode=755 none /mnt",
        *(
            f"mkdir /mnt/{number} && mount --rbind {shlex.quote(lies)} /mnt/{number}"
            for number, (lies, _) in enumerate(stage.read)
        ),
        # Half of it is the examiner's. In a container root may not, and both have less.
        f"prlimit --pid $$ --msgqueue={2 * limits.QUEUES} 2>/dev/null || true",
        f"exec {shlex.join([*ordinary(slot), *_outer(staged), *command])}",
    ]
    return ["unshare", "--mount", "--propagation", "private", "sh", "-ec", "\n".join(script)]


def ordinary(slot: int = 0) -> list[str]:
    """The command that puts on the slot's ordinary user; nothing for who is one already."""
    uid = str(user(slot))
    put_on = ["setpriv", "--reuid", uid, "--regid", uid, "--clear-groups", "--inh-caps=-all"]
    return put_on if os.geteuid() == 0 else []


def user(slot: int = 0) -> int:
    """Who runs what is in the slot's sandboxes."""
    return LOWEST_UID + slot if os.geteuid() == 0 else os.getuid()


def _outer(read: Sequence[tuple[str, str]]) -> list[str]:
    return [
        *("bwrap", "--unshare-all", "--die-with-parent", "--new-session"),
        *_environment(),
        *_system(),
        *("--proc", "/proc", "--dev", "/dev", "--mqueue", "/dev/mqueue"),
        *(word for each in ("/dev/shm", "/tmp", HOME) for word in _disk(each)),
        *(word for lies, seen in read for word in ("--ro-bind", lies, seen)),  # perhaps in /tmp
        *("--remount-ro", "/", "--hostname", "ipclab", "--chdir", HOME, "--"),
    ]


def inner(judge: str) -> list[str]:
    """The command that, in the outer sandbox, runs another one in the inner one."""
    limited = (f"--{name}={number}" for name, number in limits.of_a_process().items())
    return [
        *("bwrap", "--unshare-user", "--unshare-pid", "--die-with-parent", "--new-session"),
        *("--cap-drop", "ALL", "--disable-userns"),
        *_environment(),
        *("--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev"),
        *(word for each in ("/dev/shm", "/dev/mqueue", "/tmp", HOME) for word in _shared(each)),
        *("--tmpfs", judge, "--remount-ro", judge),  # last: what is shared may hold it
        *("--chdir", HOME, "--"),
        *("prlimit", *limited, "--"),
    ]


def _environment() -> Iterator[str]:
    yield "--clearenv"
    values = {"PATH": "/usr/bin:/bin", "HOME": HOME, "LANG": "C.UTF-8"}
    values["PYTHONNOUSERSITE"] = "1"  # what a student leaves in the home folder is no part of us
    for name, value in values.items():
        yield from ("--setenv", name, value)


def _system() -> Iterator[str]:
    for path in SYSTEM:
        if Path(path).is_symlink():
            yield from ("--symlink", os.readlink(path), path)
        elif Path(path).exists():
            yield from ("--ro-bind", path, path)
    for path in ALSO_READ:
        yield from ("--ro-bind-try", path, path)


def _disk(path: str) -> tuple[str, ...]:
    return "--size", str(limits.DISK), "--tmpfs", path


def _shared(path: str) -> tuple[str, ...]:
    return "--bind", path, path
