"""Schedules: who moves when, of several subjects that are stepped; and the search over them."""

import itertools
import os
import time
from collections.abc import Iterator

from ipclab.cards.interleaving import Interleaving
from ipclab.clock import WALL_LIMIT
from ipclab.errors import GraderFault
from ipclab.stage import Stage, current
from ipclab.stepping import trouble
from ipclab.stepping.company import Company, following
from ipclab.stepping.search import Choice, Search, Who
from ipclab.stepping.stepped import Mover
from ipclab.subject import Runnable, Shipped, Subject

MOST_STEPS = 1000  # of all in one schedule; more is a loop that has no end
MOST_ROUNDS = 8  # past one place, while no other moves: then the others have a turn
MOST_SCHEDULES = 1000  # of one search
MOST_AT_ONCE = 8  # steps with one go, while no step could wake another
PATIENCE = 300.0  # seconds for a search, where no cell has a limit of its own


def every_interleaving(preemptions: int = 2) -> Iterator["Schedule"]:
    """Every schedule of what runs in it, with at most so many preemptions, from a fresh start each.

    What was made in a schedule's turn is closed at its end, and `payload` gives the same in each.
    The card states how many there were, or shows the one that failed.

    >>> for schedule in every_interleaving():
    ...     with schedule.run(abs, -1) as one, schedule.run(abs, -2) as other:
    ...         schedule.play()
    ...         one.expect(1)
    ...         other.expect(2)
    """
    stage, search = current(), Search(preemptions)
    shipped: Shipped = {}
    began = time.monotonic()
    state, scene = stage.random.getstate(), stage.scene()
    while search.count < MOST_SCHEDULES and (beginning := search.next()) is not None:
        stage.random.setstate(state)
        schedule = Schedule(stage, search, beginning, shipped)
        stage.interleaving = schedule.shown
        yield schedule
        schedule.must_have_played()
        search.ran(beginning, schedule.choices)
        if time.monotonic() - began > (WALL_LIMIT if _in_nbgrader() else PATIENCE):
            raise GraderFault(f"{search.count} schedules took too long: run the case again")
        stage.come_back(scene)
    stage.launcher.drop_ahead()
    done = Interleaving(search.count, preemptions, search.is_exhausted)
    stage.interleaving = lambda: done


class Schedule:
    """One schedule: start its subjects with `run`, let them move with `play`."""

    def __init__(
        self, stage: Stage, search: Search, beginning: tuple[Who, ...], shipped: Shipped
    ) -> None:
        self.choices: list[Choice] = []
        self._stage, self._search, self._beginning = stage, search, beginning
        self._company = Company(stage, shipped)
        self._has_played = False
        self._now: Mover | None = None  # who moved last

    def run(self, function: Runnable, *args: object, name: str = "") -> Subject:
        """Start a function as `run` does; it stands before its first step until `play`."""
        return self._company.start(function, args, name)

    def play(self) -> None:
        """Let them move, one at a time, as the schedule says, to their end.

        Raises AnswerWrong: for a deadlock, a loop without an end, or one that leaves the stepper.
        """
        self._has_played = True
        self._company.settle()
        self._company.start_the_next()
        while standing := self._who_can_move():
            if len(self.choices) >= MOST_STEPS:
                raise trouble.no_end(self._company.of(standing[0]), MOST_STEPS)
            self._let(self._choose(standing), standing)
        if not self._company.is_over():
            raise trouble.deadlock(self._company.stepped)
        trouble.check_end(self._company.stepped)

    def must_have_played(self) -> None:
        """A case that never lets them move proves nothing."""
        if not self._has_played:
            raise RuntimeError("the case does not play() its schedule")

    def shown(self) -> Interleaving:
        """For the card."""
        search, company = self._search, self._company
        return Interleaving(
            search.count, search.preemptions, lanes=company.lanes(), moves=tuple(company.moves)
        )

    def _who_can_move(self) -> list[Mover]:
        """Those at a step. Sleepers have a turn when nobody else can do anything but go round."""
        standing = self._company.standing()
        if self._company.has_sleepers() and all(map(_goes_round, standing)):
            self._company.wake()
            standing = self._company.standing()
        return standing

    def _choose(self, standing: list[Mover]) -> Mover:
        """As the schedule begins; then whoever moves goes on for as long as it can."""
        now = self._now if self._now in standing else None
        goes_on = now is not None and not (_goes_round(now) and len(standing) > 1)
        order = following(standing, self._now.who if self._now else (-1, -1))
        usual = now if goes_on and now else order[0]
        others = tuple(
            each.who for each in order if each is not usual and (goes_on or each is not now)
        )
        planned = self._beginning[len(self.choices) :][:1]
        taken = next((each for each in standing if each.who in planned), usual)
        self.choices.append(Choice(taken.who, others, is_preemption=goes_on))
        return taken

    def _let(self, mover: Mover, standing: list[Mover]) -> None:
        """Let it move; several steps at once where only one answer is right to who moves next."""
        for other in standing:
            if other is not mover:
                other.seen.clear()
        self._now = mover
        made = self._company.let(mover, self._how_many(mover))
        others = tuple(each.who for each in following(standing, mover.who) if each is not mover)
        self.choices += [Choice(mover.who, others, is_preemption=True)] * (made - 1)

    def _how_many(self, mover: Mover) -> int:
        """Steps up to the next switch that is planned. One, where it may wake another."""
        if not self._company.all_stand():
            return 1
        ahead = self._beginning[len(self.choices) :]
        own = list(itertools.takewhile(lambda who: who == mover.who, ahead))
        return min(1 + len(own), MOST_AT_ONCE) if len(own) < len(ahead) else MOST_AT_ONCE


def _in_nbgrader() -> bool:
    """Whether a cell that takes more than 30 seconds is ended."""
    return "NBGRADER_EXECUTION" in os.environ


def _goes_round(mover: Mover) -> bool:
    """Whether it comes by the same place again and again, while no other moves."""
    return any(times >= MOST_ROUNDS for times in mover.seen.values())
