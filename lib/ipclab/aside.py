"""A process of our own beside the case, for what must not be done in it.

Whoever has a file mapped that a subject makes shorter is ended by SIGBUS (mmap(2)): let that be a
process which nobody needs.
"""

import select
from collections.abc import Callable

from ipclab.answer import exit_words
from ipclab.errors import GraderFault
from ipclab.handing import Handing
from ipclab.launch.shipping import pickle_arguments
from ipclab.launch.starting import END_DEADLINE
from ipclab.launch.worker import Worker
from ipclab.stage import Stage


class Lost(Exception):
    """The process ended over it; the text says how."""


class Aside:
    """Runs trusted functions, one after the other, in one process of its own."""

    def __init__(self, stage: Stage) -> None:
        self._launcher = stage.launcher.apt_for(Aside, ())
        self._worker = Worker(self._launcher)

    def do(self, function: Callable[..., object], *args: object) -> object:
        """What the function returns. Raises Lost, or GraderFault where it does not answer."""
        worker = self._worker
        shipment = self._launcher.ship(function)
        worker.call(shipment, pickle_arguments(args, {}, Handing("aside")), {}, is_last=False)
        poller = select.poll()
        for fd, events in worker.wants():
            poller.register(fd, events)
        while not worker.is_settled:
            if not poller.poll(END_DEADLINE * 1000):
                raise GraderFault(f"the process that runs {function.__name__} does not answer")
            worker.pump()
        reply = worker.reply or {}
        if "returned" not in reply:
            raise Lost(str(reply.get("raised", {}).get("text")) or exit_words(worker.status))
        return reply["returned"]

    def close(self) -> None:
        """End it."""
        self._worker.end()
