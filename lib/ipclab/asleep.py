"""Asleep, or looking again and again: who waits well leaves the processor alone until it is woken.

A poller gives every answer that a sleeper gives, only later, and at the cost of whoever shares the
machine. What tells them apart is what wakes them: nothing has come, and the poller has woken. It is
seen to do so several times over, in looks of their own, so that what a process still does before it
goes to sleep is not held against it. Who wakes once in a long while counts as asleep.
"""

import itertools
import time
from typing import TYPE_CHECKING

from ipclab.cards.evidence import Evidence
from ipclab.clock import Ending
from ipclab.launch import processes
from ipclab.outside.quiescence import Cycles

if TYPE_CHECKING:
    from ipclab.subject import Subject

LOOKS = 10  # each of them sees a poller wake several times
FEW_LOOKS, LONG = 3, 2.0  # seconds: as good, for one that wakes a few times a second


def wait(subject: "Subject") -> None:
    """Wait until a subject sleeps. Raises AnswerWrong if it wakes by itself, or has ended."""
    start = time.monotonic()
    for look in itertools.count(1):
        cycles = Cycles(alarms=True)
        ending = subject.stage.wait(lambda: False, settle=cycles)
        subject.stage.check(ending)
        if ending is not Ending.CYCLING or not _wakes(subject, cycles):
            break
        if look >= LOOKS or (look >= FEW_LOOKS and time.monotonic() - start > LONG):
            problem = "does not sleep: it wakes again and again, though nothing came."
            evidence = Evidence(problem=f"{subject.function} {problem}")
            raise subject.trouble(ending, evidence)
    subject.expect_running()


def _wakes(subject: "Subject", cycles: Cycles) -> bool:
    below = processes.descendants_of(subject.guardian)
    return not cycles.pollers.isdisjoint(below)
