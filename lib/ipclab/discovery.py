"""Where a subject listens, found from outside: the port is the kernel's choice."""

from ipclab.launch import processes
from ipclab.launch.worker import Worker
from ipclab.outside import proc, quiescence, sockdiag
from ipclab.stream import Address

SETTING_UP = 0.5  # seconds of CPU time in which a server that never waits has begun to listen


class Discovery:
    """Looks for the listening sockets of everything below one guardian."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._cpu_at_start = proc.scheduled(worker.pid).running
        self.has_listened = False
        self.found: list[Address] = []

    def look(self) -> bool:
        """Look once. Returns whether it listens, and has set up whatever it will."""
        waits = self._waits()  # first: then what it listens on is all that it will
        self.found = sockdiag.listeners(self.inodes())
        self.has_listened |= bool(self.found)
        return bool(self.found) and waits

    def _waits(self) -> bool:
        """Whether it has come to a wait, and so has set up what it will; or it never does."""
        seen = quiescence.look([self._worker.guardian])
        used = proc.scheduled(self._worker.pid).running - self._cpu_at_start
        return seen.all_wait() or used > SETTING_UP

    def inodes(self) -> set[int]:
        """The inodes of every socket below the guardian."""
        below = processes.descendants_of(self._worker.guardian)
        return set[int]().union(*(proc.socket_inodes(pid) for pid in below))
