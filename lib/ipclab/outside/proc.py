"""What /proc says of a process, read from outside (proc(5)). Reading disturbs nothing."""

import contextlib
import os
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Thread:
    """One thread at one moment. Two equal looks mean that it did not run in between."""

    tid: int
    state: str  # R running, S and D waiting, T stopped, Z ended but not collected
    switches: tuple[str, ...]  # voluntary and involuntary context switches so far
    call: int | None  # system call it is blocked in; None: it runs, or nobody may know; -1: no call
    arguments: tuple[int, ...] = ()


def threads(pid: int) -> list[Thread]:
    """Every thread of a process; none where it is gone."""
    with contextlib.suppress(OSError):
        return [
            seen
            for tid in os.listdir(f"/proc/{pid}/task")
            if (seen := _thread(pid, int(tid))) is not None
        ]
    return []


def _thread(pid: int, tid: int) -> Thread | None:
    try:
        base = f"/proc/{pid}/task/{tid}"
        call, arguments = _call(f"{base}/syscall")
        status = _read(f"{base}/status")
    except (ProcessLookupError, FileNotFoundError):
        return None
    state = _field(status, "State")[:1]
    switches = tuple(re.findall(r"ctxt_switches:\s*(\d+)", status))
    return Thread(tid, state, switches, call, arguments)


def _call(path: str) -> tuple[int | None, tuple[int, ...]]:
    try:
        return _blocked_call(_read(path))
    except PermissionError:  # it is there, though it is not ours to look into
        return None, ()


def _blocked_call(text: str) -> tuple[int | None, tuple[int, ...]]:
    words = text.split()
    if not words or words[0] == "running":
        return None, ()
    return int(words[0]), tuple(int(word, 16) for word in words[1:7])


def _read(path: str) -> str:
    with open(path) as file:
        return file.read()


def _field(status: str, name: str) -> str:
    found = re.search(rf"^{name}:\s*(.*)$", status, re.MULTILINE)
    return found.group(1) if found else ""


def signal_mask(pid: int, name: str) -> int:
    """A signal mask of a process: `SigCgt` (caught) or `SigBlk` (blocked); 0 where it is gone."""
    with contextlib.suppress(OSError, ValueError):
        return int(_field(_read(f"/proc/{pid}/status"), name), 16)
    return 0


def in_mask(mask: int, number: int) -> bool:
    """Whether a signal is in a mask."""
    return bool(mask >> (number - 1) & 1)


def memory(pid: int, address: int, size: int) -> bytes | None:
    """Bytes of a process's memory; None where they cannot be read."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/mem", "rb", buffering=0) as file:
        file.seek(address)
        return file.read(size)
    return None


def has_timer(pid: int) -> bool:
    """Whether a POSIX timer or an armed timerfd may yet wake the process (timerfd_create(2))."""
    try:
        if _read(f"/proc/{pid}/timers").strip():
            return True
    except OSError:
        pass  # a kernel without CONFIG_CHECKPOINT_RESTORE does not list them
    return any(_armed(pid, fd) for fd, what in descriptors(pid).items() if "timerfd" in what)


def _armed(pid: int, fd: int) -> bool:
    text = fdinfo(pid, fd)
    return bool(text) and re.search(r"it_value: \(0, 0\)", text) is None


def fdinfo(pid: int, fd: int) -> str:
    """What the kernel says of a descriptor, locks among it; "" where it is gone."""
    with contextlib.suppress(OSError):
        return _read(f"/proc/{pid}/fdinfo/{fd}")
    return ""


def descriptors(pid: int) -> dict[int, str]:
    """What each open descriptor leads to, like `socket:[123]`; none where the process is gone."""
    found: dict[int, str] = {}
    with contextlib.suppress(OSError):
        for fd in os.listdir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                found[int(fd)] = os.readlink(f"/proc/{pid}/fd/{fd}")
    return found


def socket_inodes(pid: int) -> set[int]:
    """The inode of each socket that the process holds."""
    leads = descriptors(pid).values()
    return {int(lead[8:-1]) for lead in leads if lead.startswith("socket:[")}


@dataclass(frozen=True)
class Scheduled:
    """What the scheduler gave a process so far, in seconds."""

    running: float
    waiting_for_cpu: float


def scheduled(pid: int) -> Scheduled:
    """CPU time, and time ready to run but without a CPU, over all threads (/proc/PID/schedstat)."""
    running = waiting = 0
    with contextlib.suppress(OSError):
        for tid in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError):
                words = _read(f"/proc/{pid}/task/{tid}/schedstat").split()
                running, waiting = running + int(words[0]), waiting + int(words[1])
    return Scheduled(running / 1e9, waiting / 1e9)


def state(pid: int) -> str:
    """Its state, as `Thread` has it; "" where it is gone."""
    with contextlib.suppress(OSError):
        return _field(_read(f"/proc/{pid}/status"), "State")[:1]
    return ""


def is_zombie(pid: int) -> bool:
    """Whether a process has ended but was not collected by its parent."""
    return state(pid) == "Z"


def command(pid: int) -> str:
    """The name of the program that a process runs."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().strip()
    return ""
