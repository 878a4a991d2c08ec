"""What can be seen of a subject's process from outside, and what can be sent to it."""

import signal as signals
from typing import Self

from ipclab import reports
from ipclab.launch import processes
from ipclab.launch.worker import Worker
from ipclab.outside import leftovers, proc
from ipclab.stage import Stage


class Observed:
    """A process on the stage."""

    _worker: Worker

    def __init__(self, stage: Stage, name: str) -> None:
        self.stage = stage
        self.name = stage.lane(name)
        self.peer = ""
        self._function = name

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._worker.pid

    @property
    def function(self) -> str:
        """The name of the function that it runs."""
        return self._function

    @property
    def guardian(self) -> int:
        """The process id of its guardian."""
        return self._worker.guardian

    @property
    def state(self) -> reports.State:
        """What is known of how it ended."""
        w = self._worker
        return reports.State(
            self._function, w.reply, w.status, w.is_gone, w.printed_in_all, w.is_spoiled
        )

    @property
    def has_ended(self) -> bool:
        """Whether its process has ended, as its guardian says."""
        return self._worker.has_ended

    @property
    def cpu_seconds(self) -> float:
        """CPU time of the process so far, in seconds."""
        return proc.scheduled(self.pid).running

    def children(self) -> list[int]:
        """Process ids of the processes below it, zombies among them."""
        return processes.descendants_of(self.pid)

    def open_descriptors(self) -> list[str]:
        """What it holds open beyond its own streams, sorted: `TCP LISTEN`, `pipe`, a path, …"""
        return leftovers.described(self.pid, self._worker.born_with)

    def signal(self, number: int) -> Self:
        """Send it a signal (kill(2))."""
        self.stage.record("signal", "we", self.name, note=signals.Signals(number).name)
        self.tell(number)
        return self

    def tell(self, number: int) -> None:
        """Send it a signal that is no part of the story."""
        self._worker.kill(number)

    def heeds(self, number: int) -> bool:
        """Whether it catches, blocks or ignores a signal: SigCgt, SigBlk and SigIgn of proc(5)."""
        masks = (proc.signal_mask(self.pid, name) for name in ("SigCgt", "SigBlk", "SigIgn"))
        return any(proc.in_mask(mask, number) for mask in masks)
