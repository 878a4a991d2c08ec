"""A busy machine, on purpose."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

# Burns until its input ends: when its parent closes it, or is gone, however it went.
BURN = """
import select
while not select.select([0], [], [], 0)[0]:
    sum(range(100_000))
"""


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


@contextmanager
def oversubscribed(times: int) -> Iterator[None]:
    """Have each core wanted by so many processes that only compute."""
    command = [sys.executable, "-S", "-c", BURN]
    with ExitStack() as burning:
        for _ in range(times * cores()):
            burning.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE))
        yield
