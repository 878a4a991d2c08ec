"""Several stepped subjects: lets one move, and waits until all are at rest again."""

import select
from dataclasses import replace

from ipclab.cards.interleaving import Move
from ipclab.clock import Ending
from ipclab.running import made
from ipclab.stage import Stage
from ipclab.stepping import trouble
from ipclab.stepping.search import Who
from ipclab.stepping.stepped import Mover, Place, Stepped
from ipclab.subject import Runnable, Shipped, Subject

_SOON = 1  # milliseconds that most steps need less than


class Company:
    """The subjects of one schedule, in the order in which they were started."""

    def __init__(self, stage: Stage, shipped: Shipped) -> None:
        self.stage = stage
        self._shipped = shipped  # in earlier schedules
        self.stepped: list[Stepped] = []
        self.moves: list[Move] = []  # made so far
        self._lanes: list[Who] = []  # a column of the card for each
        self._moved: Stepped | None = None  # last

    def standing(self) -> list[Mover]:
        """Those that are at a step, but for sleepers: they are let sleep while others can move."""
        return [mover for each in self.stepped if not each.is_asleep for mover in each.standing()]

    def of(self, mover: Mover) -> Stepped:
        """The subject that a thread is of."""
        return self.stepped[mover.who[0]]

    def lanes(self) -> tuple[str, ...]:
        """What the column of each thread is called."""
        return tuple(map(self._name, self._lanes))

    def _name(self, who: Who) -> str:
        subject, thread = who
        name = self.stepped[subject].name
        return f"thread {thread + 1} of {name}" if thread else name

    def start(
        self, function: Runnable, args: tuple[object, ...], name: str, by_lines: bool = False
    ) -> Subject:
        """Start a subject; it goes up to its first step."""
        subject = made(function, args, name)
        stepped = Stepped(len(self.stepped), subject, by_lines)
        self.stepped.append(stepped)
        self._lanes.append((stepped.number, 0))
        stepped.begin(function, args, self._shipped)
        return subject

    def start_the_next(self) -> None:
        """Have those of the next schedule forked while these are at work."""
        ours = self.stage.launcher
        ours.start_ahead(sum(each.subject.launcher is ours for each in self.stepped))

    def let(self, mover: Mover, count: int = 1) -> int:
        """Let one make its step, or up to so many; return when nothing moves any more.

        Returns how many it has made: less where it waits, or is over. Raises AnswerWrong.
        """
        self._switch(self.of(mover))
        self.of(mover).moves()
        mover.let(count)
        poller = select.poll()
        poller.register(mover.channel, select.POLLIN)
        poller.poll(_SOON)
        try:
            self.settle()
            self._keep_to_one_at_a_time(mover)
        finally:
            self.moves += [self.move(mover, place) for place in mover.made]
        if mover.is_blocked:
            self.moves[-1] = replace(self.moves[-1], note="waits")
        return len(mover.made)

    def _keep_to_one_at_a_time(self, mover: Mover) -> None:
        """Whoever is blocked is to make no step beside the one that wakes it.

        Who sleeps may have woken before it could hear that: it is looked at again.
        """
        if mover.is_blocked and mover.has_steps_left:
            mover.ask_again()
            if self.of(mover).is_asleep:
                self.of(mover).moves()
                self.settle()
            mover.most = len(mover.made)

    def move(self, mover: Mover, place: Place) -> Move:
        """A step, for the card."""
        if mover.who not in self._lanes:
            self._lanes.append(mover.who)
        lane = self._lanes.index(mover.who)
        source = self.stage.launcher.line(place.file, place.line)
        return Move(lane, place.line, place.offset, source, place.kind, place.function)

    def all_stand(self) -> bool:
        """Whether each is at a step or over, so that nobody can be woken by another's step."""
        return all(each.is_over or each.is_at_its_only_step() for each in self.stepped)

    def free(self) -> None:
        """Let them run, without a stop any more."""
        for each in self.stepped:
            each.free()

    def _switch(self, moves: Stepped) -> None:
        """Whoever is to stand meanwhile must: looked at when it is left, and when it goes on."""
        left, self._moved = self._moved, moves
        if left and left is not moves and not left.holds():
            ending = self.stage.wait(left.holds)
            if ending not in (Ending.READY, Ending.QUIESCENT):
                raise trouble.runs_wild([left], ending)
        moves.must_have_held()
        trouble.check_stepped([moves])

    def settle(self) -> None:
        """Wait until each is at a step, blocked, asleep or over. Raises AnswerWrong."""
        if not self._at_rest():
            ending = self.stage.wait(self._at_rest)
            if ending not in (Ending.READY, Ending.QUIESCENT):
                raise trouble.runs_wild(self.stepped, ending)
        trouble.check_stepped(self.stepped)

    def wake(self) -> None:
        """Nobody else can move: wait until a sleeper has had its sleep. Raises AnswerWrong."""
        asleep = [each for each in self.stepped if each.is_asleep]
        ending = self.stage.wait(lambda: any([each.wakes() for each in asleep]))
        if ending not in (Ending.READY, Ending.QUIESCENT):
            raise trouble.runs_wild(self.stepped, ending)
        self.settle()

    def _at_rest(self) -> bool:
        """Whether nobody moves: looked at again until nobody was woken by who moved last."""
        while moving := [each for each in self.stepped if each.has_moved()]:
            if not all([each.comes_to_rest() for each in moving]):
                return False
        return True

    def has_sleepers(self) -> bool:
        return any(each.is_asleep for each in self.stepped)

    def is_over(self) -> bool:
        """Whether the process of each has ended."""
        return all(each.is_over for each in self.stepped)


def following(standing: list[Mover], last: Who) -> list[Mover]:
    """In order of their turns: who comes after the one that moved last, first."""
    return sorted(standing, key=lambda mover: (mover.who <= last, mover.who))
