"""A subject that is stepped, seen from outside: who of it is at a step, blocked, asleep or over."""

import os
import socket
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field

from ipclab.launch import codec, processes, steps
from ipclab.outside import quiescence
from ipclab.subject import Runnable, Shipped, Subject

MOST_THREADS = 32  # of one subject that are stepped
MOST_WORDS = 3 * MOST_THREADS  # of one subject beside its steps
_LONGEST = 8192  # bytes of a message


@dataclass(frozen=True)
class Place:
    """Where a thread says that it stands, before which step. A help, never a verdict."""

    stands: bool = field(compare=False)  # or goes on by itself
    kind: str  # of steps.KINDS, BEGINS or ENDS
    line: int
    offset: int
    function: str
    file: str

    @classmethod
    def read(cls, message: bytes) -> "Place | None":
        """A place as steps.py writes it; None where it is none: student code may have written."""
        stands, message = message[:1] == steps.STANDS, message[1:]
        words = message.decode("utf-8", "replace").split("\0")
        if len(words) != 5 or not all(
            word.isascii() and word.isdigit() and len(word) < 8 for word in words[1:3]
        ):
            return None
        return cls(stands, words[0], int(words[1]), int(words[2]), words[3], words[4])


@dataclass(eq=False)
class Mover:
    """One thread of a subject, which moves a step when it is let."""

    who: tuple[int, int]
    channel: socket.socket
    place: Place | None = None  # the step that it stands before; None: it moves, or is blocked
    made: list[Place] = field(default_factory=list)  # the steps since it was let
    most: int = 0  # steps that it was let make
    seen: dict[Place, int] = field(default_factory=dict)  # since another moved: how often where

    @property
    def place_is_end(self) -> bool:
        """Whether its function is over, and its process about to go."""
        return self.place is not None and self.place.kind == steps.ENDS

    @property
    def is_blocked(self) -> bool:
        """Whether, all being at rest, it has not come to its next step, nor to its end."""
        return self.place is None and self.channel.fileno() >= 0

    def let(self, count: int = 1) -> None:
        """Let it make the step that it stands before, and others up to so many in all."""
        assert self.place
        self.made.clear()
        self.most = count
        self._passes(self.place)
        self.place = None
        self._say(count)

    def comes_to(self, place: Place) -> None:
        """It says that it has come to the next step, and whether it stands there."""
        if place.stands:
            self.place = place
        elif place.kind != steps.ENDS:
            self._passes(place)

    def _passes(self, place: Place) -> None:
        self.made.append(place)
        self.seen[place] = self.seen.get(place, 0) + 1

    @property
    def has_steps_left(self) -> bool:
        """Whether it was let make more steps than it has made."""
        return len(self.made) < self.most

    def ask_again(self) -> None:
        """What it was let make beyond what it has made is for later."""
        self._say(steps.ASK_AGAIN)

    def let_free(self) -> None:
        """Let it run, without a stop any more."""
        self.place = None
        self._say(steps.RUN_FREE)

    def let_end(self) -> None:
        """Its function is over: let it go. This is no step."""
        self.place = None
        self._say(1)

    def _say(self, word: int) -> None:
        try:
            self.channel.send(bytes([word]), socket.MSG_NOSIGNAL)
        except OSError:  # it is over
            return


class Stepped:
    """The owner's end of a stepped subject. An actor of the stage, so that its words wake a wait.

    Whoever was found at rest and is not let go on must be found as it was: its `stand`.
    """

    def __init__(self, number: int, subject: Subject, by_lines: bool) -> None:
        ours, self.theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.send(steps.BY_LINES if by_lines else steps.BY_STEPS)
        self.number, self.subject = number, subject
        self.name, self.peer = subject.name, ""
        self.movers: list[Mover] = []
        self.stops_at_end = by_lines  # whether the end of a function counts as a step
        self.is_free = self.has_left = self.has_ended = False
        self.is_asleep = False  # in a wait with a time limit: it will wake by itself
        self._count = self._words = 0
        self._hello = ours
        self._hello.setblocking(False)
        self._stand: quiescence.Look | None = None
        self._was_heard = False  # since it was last found at rest
        self._held: quiescence.Look | None = None  # while others move
        subject.stage.actors.append(self)

    def begin(self, function: Runnable, args: tuple[object, ...], shipped: Shipped) -> None:
        """Start its function: it goes up to its first step."""
        self.subject.begin(function, args, self.theirs, shipped)
        self.theirs.close()

    # -- what the stage asks ---------------------------------------------------------------------

    def pump(self) -> bool:
        """Take in all that was said: who is new, and who has come to a step."""
        heard = False
        while not self.has_left and any([self._hear_hello(), *map(self._hear, list(self.movers))]):
            heard = True
        return heard

    def wants(self) -> list[tuple[int, int]]:
        """Woken by their words."""
        ears = [self._hello, *(mover.channel for mover in self.movers)]
        return [(ear.fileno(), 1) for ear in ears if ear.fileno() >= 0]

    def inodes(self) -> set[int]:
        """No TCP socket of ours."""
        return set()

    def close(self) -> None:
        """Let go of all; the subject's own end is the subject's."""
        for ear in (self._hello, self.theirs, *(mover.channel for mover in self.movers)):
            ear.close()
        self.movers.clear()
        if self in self.subject.stage.actors:
            self.subject.stage.actors.remove(self)

    # -- hearing ---------------------------------------------------------------------------------

    def _hear_hello(self) -> bool:
        try:
            word, fds, _, _ = socket.recv_fds(self._hello, _LONGEST, 4, socket.MSG_DONTWAIT)
        except (BlockingIOError, ValueError, OSError):
            return False
        self._words += 1
        self.has_ended |= word == steps.ENDED
        self.has_left |= word not in (steps.ENDED, b"here", b"") or self._words > MOST_WORDS
        for fd in fds:
            self._welcome(fd)
        if not word:
            self._hello.close()
        return True

    def _welcome(self, fd: int) -> None:
        """A thread is new. Whatever else came instead is closed."""
        if len(self.movers) >= MOST_THREADS or not _is_a_channel(fd):
            codec.close(fd)
            self.has_left = True
            return
        channel = socket.socket(fileno=fd)
        self.movers.append(Mover((self.number, self._count), channel))
        if self.is_free:
            self.movers[-1].let_free()
        self._count += 1

    def _hear(self, mover: Mover) -> bool:
        try:
            message = mover.channel.recv(_LONGEST, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            message = b""
        if not message:  # the thread is over
            mover.channel.close()
            self.movers.remove(mover)
        elif self.is_free:  # its handler raised before it could hear that it is
            mover.let_free()
        else:
            place = Place.read(message)
            self.has_left |= mover.place is not None or place is None  # it had no go since
            if place is not None:
                mover.comes_to(place)
                self.has_left |= len(mover.made) > mover.most
            if mover.place_is_end and not self.stops_at_end:
                mover.let_end()
        self._was_heard = True
        return True

    # -- at rest ---------------------------------------------------------------------------------

    @property
    def is_over(self) -> bool:
        """Whether its process has ended, as its guardian says."""
        return self.subject.has_ended

    def standing(self) -> Iterator[Mover]:
        """Those that are at a step, unless all of it is to be left asleep."""
        return (mover for mover in self.movers if mover.place is not None)

    def moves(self) -> None:
        """From now on it is not at rest."""
        self._stand, self.is_asleep = None, False

    def wakes(self) -> bool:
        """Whether one that slept is at a step, blocked for good, or over."""
        self.pump()
        is_awake = self.is_over or any(self.standing()) or self._look().stands_still()
        if is_awake:
            self.moves()
        return is_awake

    def has_moved(self) -> bool:
        """Whether it moved since it was found at rest, or was let. Who sleeps counts as at rest."""
        self.pump()
        if self.is_over or self.is_asleep:
            return False
        if self._stand is None or self._was_heard:
            return True
        return bool(self._stand.threads) and self._look() != self._stand

    def comes_to_rest(self) -> bool:
        """Whether nothing of it moves now: each at a step, blocked, asleep, or over."""
        self.pump()
        self._was_heard = False
        if self.is_over or self.is_at_its_only_step():
            self._stand = quiescence.Look(())
            return True
        first = self._look()
        if not first.threads or not first.guards_wait() or not first.all_wait():
            return False
        if self.pump() or self._look() != first:  # blocked first, and then nothing said
            return False
        self._stand, self.is_asleep = first, not first.stands_still()
        return True

    def holds(self) -> bool:
        """Whether it stands still at its step, if it is at one, others being about to move."""
        if self.is_over or not self.is_at_its_only_step():
            return True
        self._held = self._look()
        return self._held.stands_still()

    def must_have_held(self) -> None:
        """Note that it left, if it moved while it was to stand: the kernel says, not it."""
        held, self._held = self._held, None
        self.has_left |= held is not None and self._look() != held

    def free(self) -> None:
        """Let all of it run, without a stop any more."""
        self.is_free = True
        for mover in self.movers:
            mover.let_free()

    def is_at_its_only_step(self) -> bool:
        """The usual case, and quickly told: one thread, at a step."""
        if len(self.movers) != 1 or self.movers[0].place is None:
            return False
        pid = self.subject.pid
        return len(os.listdir(f"/proc/{pid}/task")) == 1 and not processes.children_of(pid)

    def _look(self) -> quiescence.Look:
        return quiescence.look([self.subject.guardian])


def _is_a_channel(fd: int) -> bool:
    """Whether a descriptor that came is a socket as steps.py makes them."""
    if not stat.S_ISSOCK(os.fstat(fd).st_mode):
        return False
    with socket.socket(fileno=os.dup(fd)) as sock:
        return (sock.family, sock.type) == (socket.AF_UNIX, socket.SOCK_SEQPACKET)
