"""How long a wait may be, in what subjects used rather than on the wall; and how waits end."""

import enum
import time
from dataclasses import dataclass

from ipclab.errors import GraderFault
from ipclab.launch import processes
from ipclab.outside import proc

CPU_LIMIT = 2.0  # seconds that subjects may compute in one wait
TIME_LIMIT = 6.0  # seconds in calls that have a time limit, in one wait
MOST_ON_THE_WAY = 12.0  # seconds that bytes may take, in one wait: small buffers make TCP slow
WALL_LIMIT = 25.0  # seconds; nbgrader gives a cell 30
MOST_PROCESSES = 300  # below one case; more is a function that forks without end


class Ending(enum.Enum):
    """How a wait ended."""

    READY = "what was waited for is there"
    QUIESCENT = "nothing can come any more"
    OUT_OF_CPU = "it computes without an end"
    OUT_OF_TIME = "it waits, with a time limit, again and again"
    CYCLING = "it asks again and again, in waits with a time limit, and nothing changes"
    FLOODED = "it prints without an end"
    TOO_MANY_PROCESSES = "it forks without an end"


@dataclass(frozen=True)
class _Used:
    running: float  # seconds of CPU
    waiting: float  # seconds ready to run, without a CPU
    processes: int


class Clock:
    """Says when a wait has been long enough, in what the subjects used rather than on the wall."""

    def __init__(self, guardians: dict[int, str]) -> None:
        self.guardians = guardians
        self.start = time.monotonic()
        self.next = self.start + 0.2  # nothing can be over yet, and to look costs
        self.last, self.on_the_way = self.start, 0.0
        self.before = self._used()

    def note(self, bytes_only: bool) -> None:
        """Time in which only bytes were on their way is the kernel's, within reason."""
        now = time.monotonic()
        if bytes_only:
            self.on_the_way = min(self.on_the_way + now - self.last, MOST_ON_THE_WAY)
        self.last = now

    def over(self) -> Ending | None:
        now = time.monotonic()
        if now < self.next:
            return None
        self.next = now + 0.05
        wall = now - self.start
        used = self._used()
        if used.processes > MOST_PROCESSES:
            return Ending.TOO_MANY_PROCESSES
        if used.running - self.before.running > CPU_LIMIT:
            return Ending.OUT_OF_CPU
        starved = used.waiting - self.before.waiting
        if wall - starved - self.on_the_way > TIME_LIMIT:
            return Ending.OUT_OF_TIME
        if wall > WALL_LIMIT:
            raise GraderFault("the machine was too busy to run your function: run the case again")
        return None

    def _used(self) -> _Used:
        pids = [pid for guardian in self.guardians for pid in processes.descendants_of(guardian)]
        scheduled = [proc.scheduled(pid) for pid in pids]
        waiting = max((s.waiting_for_cpu for s in scheduled), default=0.0)
        return _Used(sum(s.running for s in scheduled), waiting, len(pids))
