"""A watchdog: holds a submission to its memory where no control group can be had.

Every so often it weighs all processes on the student's side, and what they hold open: memory files,
and pipes and sockets as if they were full. Where that is too much, it ends the heaviest.
"""

import contextlib
import os
import re
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ipcgrade import limits
from ipclab.launch import processes

TICK = 0.05  # seconds between two looks
PIPE, SOCKET = 64 << 10, 208 << 10  # bytes that each holds at most, by default
_PSS = re.compile(r"^Pss_(Anon|Shmem): +(\d+) kB", re.MULTILINE)
_LINK = re.compile(r"(pipe|socket):\[(\d+)\]")


@dataclass
class Load:
    """What one process, or several, weigh, in bytes. What is open in two counts once."""

    private: int = 0
    mapped: int = 0  # of memory that may be shared
    held: dict[object, int] = field(default_factory=dict)  # by what it is
    files: dict[object, int] = field(default_factory=dict)  # in memory, perhaps mapped too

    @property
    def bytes(self) -> int:
        files = max(self.mapped, sum(self.files.values()))
        return self.private + files + sum(self.held.values())

    def add(self, other: "Load") -> None:
        self.private += other.private
        self.mapped += other.mapped
        self.held |= other.held
        self.files |= other.files


def load_of(pid: int) -> Load:
    """What a process weighs; nothing where it has ended."""
    load = Load()
    with contextlib.suppress(OSError):
        parts = dict(_PSS.findall(Path(f"/proc/{pid}/smaps_rollup").read_text()))
        load.private, load.mapped = (int(parts.get(part, 0)) << 10 for part in ("Anon", "Shmem"))
        for entry in os.scandir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                _weigh(entry.path, load)
    return load


def _weigh(path: str, load: Load) -> None:
    link = os.readlink(path)
    if special := _LINK.match(link):
        load.held[link] = PIPE if special[1] == "pipe" else SOCKET
    elif link.endswith("(deleted)") or link.startswith(("/memfd:", "/dev/shm/")):
        found = os.stat(path)
        load.files[found.st_dev, found.st_ino] = found.st_blocks * 512


def depth(pid: int | str = "self") -> int:
    """In how many process namespaces, one in the other, a process is; 0 where it has ended."""
    with contextlib.suppress(OSError):
        status = Path(f"/proc/{pid}/status").read_text()
        found = re.search(r"^NSpid:(.*)$", status, re.MULTILINE)
        return len(found[1].split()) if found else 1
    return 0


class Watchdog:
    """Watches over one submission. `nested`: in how many sandboxes the student's side is."""

    def __init__(self, most: int = limits.MEMORY, nested: int = 2) -> None:
        self.doors: Sequence[int] = []
        self.tally = os.memfd_create("tally")
        self._most, self._depth = most, depth() + nested
        self._ended = 0
        self._is_over = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, pid: int) -> None:
        """Begin. `pid`: the process that the sandboxes are below."""
        self._thread = threading.Thread(target=self._watch, args=(pid,), daemon=True)
        self._thread.start()

    def _watch(self, pid: int) -> None:
        while not self._is_over.wait(TICK):
            self.look(pid)

    def look(self, top: int) -> None:
        """Weigh once, and end the heaviest while they are too much together."""
        below = [pid for pid in processes.descendants_of(top) if depth(pid) == self._depth]
        loads = sorted(((load_of(pid), pid) for pid in below), key=lambda each: each[0].bytes)
        if not _is_too_much([load for load, _ in loads], self._most):
            return
        self._ended += 1
        os.pwrite(self.tally, f"oom_kill {self._ended}\n".encode(), 0)  # first: then it is known
        while _is_too_much([load for load, _ in loads], self._most // 2):
            self._end(loads.pop()[1])

    def _end(self, pid: int) -> None:
        with contextlib.suppress(ProcessLookupError), contextlib.ExitStack() as stack:
            pidfd = os.pidfd_open(pid)
            stack.callback(os.close, pidfd)
            if depth(pid) == self._depth:  # it is still the same one
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)

    def close(self) -> None:
        """Stop."""
        self._is_over.set()
        if self._thread:
            self._thread.join()
        if self.tally >= 0:
            os.close(self.tally)
            self.tally = -1


def _is_too_much(loads: list[Load], most: int) -> bool:
    together = Load()
    for load in loads:
        together.add(load)
    return bool(loads) and together.bytes > most
