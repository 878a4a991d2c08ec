"""What the live tests share: the card of what happened, and what is still running afterwards."""

import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType

import cloudpickle

from ipclab import case
from ipclab.cards.card import Card
from ipclab.case import CaseFailed, observer
from ipclab.launch.launcher import local
from ipclab.launch.processes import descendants_of
from ipclab.outside.proc import threads

_DEADLINE = 20_000  # milliseconds; an end that takes longer does not come


def as_in_a_notebook(name: str) -> ModuleType:
    """Let the functions of a test module travel by value, as a notebook's do."""
    module = sys.modules[name]
    cloudpickle.register_pickle_by_value(module)
    return module


def card_of(story: Callable[[], object], title: str = "A case") -> Card:
    """Play a story in a case. Returns the case's card, passed or not."""
    cards: list[Card] = []
    token = observer.set(cards.append)
    try:
        with case(title):
            story()
    except CaseFailed:
        pass
    finally:
        observer.reset(token)
    (card,) = cards
    return card


def told(story: Callable[[], object]) -> str:
    """What a story's card says between its title and its seed, on one line."""
    lines = card_of(story).text().splitlines()
    return " ".join(
        word for line in lines[1:] if "IPCLAB_SEED" not in line for word in line.split()
    )


class Watched:
    """Processes that must be over at the end."""

    def __init__(self) -> None:
        self.pidfds: list[int] = []

    def add(self, *pids: int) -> None:
        """Watch these too. They are alive now."""
        self.pidfds += [os.pidfd_open(pid) for pid in pids]

    def all_ended(self) -> bool:
        """Whether each has ended, or does before a deadline."""
        return bool(self.pidfds) and all(map(ends, self.pidfds))


@contextmanager
def watched() -> Iterator[Watched]:
    """Processes to watch; at the end of the block, their handles are closed."""
    watch = Watched()
    try:
        yield watch
    finally:
        for pidfd in watch.pidfds:
            os.close(pidfd)


def runs(pid: int) -> bool:
    """Whether a process runs: a zombie does not."""
    return any(thread.state not in "ZX" for thread in threads(pid))


def left_running() -> list[int]:
    """Processes below the nursery that run, but for guardians with nobody to guard."""
    free = {guardian.pid for guardian in local().free}
    return [pid for pid in descendants_of(local()._process.pid) if pid not in free and runs(pid)]


def open_descriptors() -> int:
    """How many we have open, but for those of guardians with nobody to guard."""
    return len(os.listdir("/proc/self/fd")) - 2 * len(local().free)


def ends(pidfd: int) -> bool:
    """Wait until a process has ended. Returns whether it did before a deadline."""
    poller = select.poll()
    poller.register(pidfd, select.POLLIN)
    return bool(poller.poll(_DEADLINE))
