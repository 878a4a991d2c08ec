"""The stage: what is alive in a case, what happened so far, and the one loop that waits.

Every wait of a case is here. It ends by an event, else by quiescence (nothing can come any more),
else by a deadline (clock.py).
"""

import contextlib
import contextvars
import io
import random
import select
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from ipclab import seeds
from ipclab.cards.evidence import Evidence
from ipclab.cards.interleaving import Interleaving
from ipclab.cards.transcript import Event, Kind, Transcript
from ipclab.clock import MOST_PROCESSES, Clock, Ending
from ipclab.errors import AnswerWrong
from ipclab.launch import interrupts, launcher
from ipclab.notebooks.borrowed import Borrowed
from ipclab.outside import quiescence

MOST_PRINTED = 4 << 20  # bytes that the subjects of a case may print
FIRST_TICK, LONGEST_TICK = 0.0005, 0.01  # seconds between two looks while nothing happens


class Actor(Protocol):
    """Something that has work of its own while we wait: a subject, or an end of ours."""

    name: str
    peer: str  # the lane that it talks to; empty for a subject

    def pump(self) -> bool:
        """Do what can be done without waiting. Returns whether anything was done."""

    def wants(self) -> list[tuple[int, int]]:
        """Descriptors to be woken by, with the poll events."""

    def inodes(self) -> set[int]:
        """The inodes of its sockets."""

    def close(self) -> None:
        """Release what it holds. May be called again."""


@runtime_checkable
class Witness(Protocol):
    """A subject: it can say how it ended, or where it stands."""

    name: str

    def settle(self, ending: Ending | None) -> None:
        """Let it come to its end, or to a stand, unless `ending` says that it does not."""

    def is_unwritten(self) -> bool:
        """Whether it ended in the stub that the exercise was released with."""

    def trouble(self, ending: Ending | None, evidence: Evidence) -> AnswerWrong:
        """A failure with that added."""


@dataclass(frozen=True)
class Scene:
    """What there was on the stage at one moment."""

    actors: tuple[Actor, ...]
    kept: int
    events: int
    lanes: dict[str, int]


class Stage:
    """One case's world. A context manager: on leaving, all that is alive is ended."""

    def __init__(
        self, seed: int | None = None, salt: str = "", borrowed: Borrowed | None = None
    ) -> None:
        self.seed = seed if seed is not None else seeds.in_use()
        self.random = random.Random(f"{self.seed}:{salt}")
        self.launcher = launcher.local()
        self.borrowed = borrowed or Borrowed()
        self.actors: list[Actor] = []
        self.guardians: dict[int, str] = {}  # process id: lane of its subject
        self.warnings: list[str] = []
        self._kept: list[socket.socket | io.FileIO] = []
        self.printed = 0  # bytes
        self.something_was_ended = False  # a subject, before its time: others may have noticed
        self.over = False  # what happens now is the clearing up, and no part of the story
        self.interleaving: Callable[[], Interleaving] | None = None  # of the stepper, for the card
        self._events: list[Event] = []
        self._lanes: dict[str, int] = {}
        self._renamed: dict[str, str] = {}

    def lane(self, name: str) -> str:
        """A lane's name that no other has: client, client 2, …"""
        count = self._lanes[name] = self._lanes.get(name, 0) + 1
        return name if count == 1 else f"{name} {count}"

    def record(
        self, kind: Kind, source: str, target: str = "", data: bytes = b"", note: str = ""
    ) -> None:
        """Append to the transcript. Chunks that arrive one after the other are one arrow."""
        if self.over:
            return
        last = self._events[-1] if self._events else None
        if last and replace(last, data=b"") == Event(kind, source, target, b"", "arrived"):
            data = last.data + data
            self._events.pop()
        self._events.append(Event(kind, source, target, data, note))

    def sent_to(self, lane: str) -> tuple[bytes, ...]:
        """What was sent to a lane so far, by whomever."""
        return tuple(e.data for e in self._events if (e.kind, e.target) == ("send", lane))

    def rename(self, lane: str, known_as: str) -> None:
        """From the beginning on, a lane is called what it turned out to be."""
        self._renamed[lane] = known_as

    @property
    def transcript(self) -> Transcript:
        """What happened so far."""
        return Transcript(tuple(self._final(event) for event in self._events))

    def _final(self, event: Event) -> Event:
        source, target = (self._renamed.get(lane, lane) for lane in (event.source, event.target))
        note = "" if event.note == "arrived" else event.note
        return replace(event, source=source, target=target, note=note)

    def wait(
        self,
        ready: Callable[[], bool],
        reading: Iterable[int] = (),
        settle: quiescence.Cycles | None = None,
    ) -> Ending:
        """Wait until `ready()`, or until that can no longer be.

        `reading`: descriptors whose input it waits for. `settle`: a subject that polls for ever
        counts as idle once several of its own waits have gone by without a change. That alone never
        fails an answer: it may be on its way to sleep.
        """
        clock, tick = Clock(self.guardians), FIRST_TICK
        while True:
            self._pump()
            if ready():
                return Ending.READY
            if self.printed > MOST_PRINTED:
                return Ending.FLOODED
            over = clock.over()  # also while something always moves: it may print without an end
            if self._poll(reading, tick):
                tick = FIRST_TICK
            else:
                tick = min(tick * 1.5, LONGEST_TICK)
                still = self._still(settle, clock)
                if still and not self._pump() and not self._poll(reading, 0):
                    return Ending.READY if ready() else still
            if over is not None:
                return Ending.READY if ready() else over

    def _pump(self) -> bool:
        return any([actor.pump() for actor in list(self.actors)])

    def _poll(self, reading: Iterable[int], seconds: float) -> bool:
        poller = select.poll()
        wanted: dict[int, int] = dict.fromkeys(reading, select.POLLIN)
        for actor in self.actors:
            for fd, events in actor.wants():
                wanted[fd] = wanted.get(fd, 0) | events
        for fd, events in wanted.items():
            poller.register(fd, events)
        return bool(poller.poll(seconds * 1000))

    def _still(self, cycles: quiescence.Cycles | None, clock: Clock) -> Ending | None:
        first = quiescence.look(self.guardians)
        if len(first.pids) > MOST_PROCESSES:
            return Ending.TOO_MANY_PROCESSES
        ours = set[int]().union(*(actor.inodes() for actor in self.actors))
        moves = quiescence.movement(first, self.guardians, ours)
        clock.note(bytes_only=moves is quiescence.Movement.BYTES)
        if moves is quiescence.Movement.NOTHING:
            return Ending.QUIESCENT
        if cycles and cycles.complete(first) and quiescence.nothing_in_flight(first, ours):
            return Ending.CYCLING
        return None

    def only_subject(self) -> str:
        """The lane of the one subject, or "client" where there are several."""
        lanes = list(self.guardians.values())
        return lanes[0] if len(lanes) == 1 else "client"

    def trouble(self, lane: str, ending: Ending | None, evidence: Evidence) -> AnswerWrong:
        """The failure of a wait, with what that subject (or the only one) has to do with it."""
        wanted = lane or self.only_subject()
        witnesses = [actor for actor in self.actors if isinstance(actor, Witness)]
        named = [witness for witness in witnesses if witness.name == wanted]
        for witness in named:
            witness.settle(ending)
        unwritten = [witness for witness in witnesses if witness.is_unwritten()]
        for witness in unwritten or named:
            return witness.trouble(ending, evidence)
        return AnswerWrong(evidence)

    def check(self, ending: Ending) -> None:
        """After a wait that may end in any usual way. Raises AnswerWrong where it ran wild."""
        if ending in (Ending.OUT_OF_CPU, Ending.FLOODED, Ending.TOO_MANY_PROCESSES):
            raise self.trouble("", ending, Evidence())

    def keep(self, value: object) -> None:
        """Sockets and files that came back, or wait to be given, are the case's while it lasts."""
        if isinstance(value, (socket.socket, io.FileIO)):
            self._kept.append(value)
        elif isinstance(value, (list, tuple, set)):
            for each in value:
                self.keep(each)
        elif isinstance(value, dict):
            self.keep(list(value.values()))

    def scene(self) -> "Scene":
        """What there is now, to come back to."""
        return Scene(tuple(self.actors), len(self._kept), len(self._events), dict(self._lanes))

    def come_back(self, scene: "Scene") -> None:
        """Close what was made since, and forget what happened since: a fresh start."""
        for actor in reversed(list(self.actors)):
            if actor not in scene.actors:
                actor.close()
        for each in self._kept[scene.kept :]:
            each.close()
        del self._kept[scene.kept :]
        del self._events[scene.events :]
        self._lanes = dict(scene.lanes)

    def close(self) -> None:
        """End all that is alive, whatever goes wrong on the way. See `warnings` for leftovers."""
        with interrupts.held_back(), contextlib.ExitStack() as endings:
            endings.callback(self.borrowed.give_back)
            endings.callback(self.launcher.drop_ahead)
            for each in self._kept:
                endings.callback(each.close)
            for actor in self.actors:
                endings.callback(actor.close)

    def __enter__(self) -> "Stage":
        self._token = _current.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.close()
        finally:
            _current.reset(self._token)


_current: contextvars.ContextVar[Stage] = contextvars.ContextVar("ipclab_stage")


def current() -> Stage:
    """The stage of the case that runs; outside of any case, one for the cells of a lecture."""
    try:
        return _current.get()
    except LookupError:
        stage = Stage()
        _current.set(stage)
        return stage
