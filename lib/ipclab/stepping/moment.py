"""Moments: something is done to a function exactly there, at each of its steps in turn."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from ipclab.cards.interleaving import Interleaving
from ipclab.stage import Stage, current
from ipclab.stepping import trouble
from ipclab.stepping.company import Company
from ipclab.stepping.schedule import MOST_AT_ONCE
from ipclab.subject import Runnable, Shipped, Subject

MOST_MOMENTS = 300  # of one function


def at_every_line() -> Iterator["Moment"]:
    """Every moment of a function: before each of its lines, each step of them, and where it waits.

    Each begins afresh. A signal sent there runs its handler there; SIGKILL ends the process there.
    The card states how many moments there were, or shows the one that failed.

    >>> for moment in at_every_line():
    ...     with moment.run(sorted, [2, 1]) as subject:
    ...         moment.play(int)  # nothing: an action that does no harm
    ...         subject.expect([1, 2])
    """
    stage = current()
    state, scene = stage.random.getstate(), stage.scene()
    shipped: Shipped = {}
    for number in range(MOST_MOMENTS):
        stage.random.setstate(state)
        moment = Moment(stage, number, shipped)
        stage.interleaving = moment.shown
        yield moment
        moment.must_have_played()
        stage.come_back(scene)
        if moment.is_last:
            break
    done = Interleaving(number + 1, None, moment.is_last)
    stage.interleaving = lambda: done


class Moment:
    """One moment: start the subject with `run`, then `play` up to it, and do what is to be done."""

    def __init__(self, stage: Stage, number: int, shipped: Shipped) -> None:
        self.is_last = False  # it waits, or is over: there is no later step before the action
        self._stage, self._number = stage, number
        self._company = Company(stage, shipped)
        self._has_played = False

    def run(self, function: Runnable, *args: object, name: str = "") -> Subject:
        """Start the function as `run` does; it stands before its first step until `play`."""
        return self._company.start(function, args, name, by_lines=True)

    def until(self, condition: Callable[..., bool], *args: object) -> "Moment":
        """Moments count from when the condition holds: `until(subject.heeds, SIGUSR1)`, say.

        Raises AnswerWrong where that never is.
        """
        self._company.settle()
        while not condition(*args):
            if not self._step():
                raise trouble.never_ready(self._company.stepped[0])
        return self

    def play(self, action: Callable[..., object], *args: object) -> None:
        """Let it move up to this moment, do the action, and let it run on from there.

        Raises AnswerWrong where the function leaves the stepper.
        """
        self._has_played = True
        self._company.settle()
        left = self._number
        while left > 0 and (made := self._step(min(left, MOST_AT_ONCE))):
            left -= made
        standing = self._company.standing()
        self.is_last = not standing or standing[0].place_is_end
        self._company.moves += [
            replace(self._company.move(each, each.place), note="here")
            for each in standing[:1]
            if each.place
        ]
        action(*args)
        self._company.free()

    def _step(self, count: int = 1) -> int:
        """Let it make so many steps. Returns how many it made."""
        standing = self._company.standing()
        return self._company.let(standing[0], count) if standing else 0

    def must_have_played(self) -> None:
        """A case that never lets it move proves nothing."""
        if not self._has_played:
            raise RuntimeError("the case does not play() its moment")

    def shown(self) -> Interleaving:
        """For the card."""
        company = self._company
        return Interleaving(
            self._number + 1, None, lanes=company.lanes(), moves=tuple(company.moves)
        )
