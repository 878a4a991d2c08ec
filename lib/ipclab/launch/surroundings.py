"""What a subject finds around it: streams of its own, and limits."""

import contextlib
import io
import os
import resource
import sys
from typing import Any

from ipclab.launch import processes

MOST_PROCESSES = 512  # beyond those that the user had; not enforced for root (setrlimit(2))


def own_streams(output: int) -> None:
    """Give this process streams of its own: never the owner's."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(null)
    os.close(output)
    for name, fd in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        binary = io.FileIO(fd, "r" if fd == 0 else "w", closefd=False)
        buffer: Any = io.BufferedReader(binary) if fd == 0 else io.BufferedWriter(binary)
        stream = io.TextIOWrapper(
            buffer, encoding="utf-8", errors="backslashreplace", line_buffering=True
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def put_on_limits() -> None:
    """No core files, and no end of processes (the kernel does not hold root to the second).

    Where memory ends, the kernel is to end this process, and not who watches over it (proc(5)).
    """
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    wanted = processes.count_tasks() + MOST_PROCESSES
    if hard == resource.RLIM_INFINITY or wanted < hard:
        resource.setrlimit(resource.RLIMIT_NPROC, (wanted, hard))
