"""Which schedules there are, and in which order they are tried: pure, no process in sight.

A preemption is a switch away from one that could go on. Most races need one or two, so the search
takes all schedules with at most so many, those with the fewest first: CHESS (Musuvathi & Qadeer,
"Iterative context bounding", PLDI 2007). Each schedule runs its functions from a fresh start.
"""

import heapq
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

Who = tuple[int, int]  # the number of a subject, and of a thread in it


@dataclass(frozen=True)
class Choice:
    """Who was to move at one moment, and who else could have been."""

    taken: Who
    others: tuple[Who, ...] = ()
    is_preemption: bool = False  # whether each of the others would be one


class Search:
    """Hands out the beginnings of schedules; each is gone on with by letting run who runs.

    >>> search = Search(preemptions=1)
    >>> search.next()
    ()
    >>> search.ran((), [Choice((0, 0), others=((1, 0),))])
    >>> search.next()
    ((1, 0),)
    >>> search.next() is None
    True
    """

    def __init__(self, preemptions: int) -> None:
        self.preemptions = preemptions
        self.count = 0  # schedules handed out
        self._serial = itertools.count()
        self._ahead: list[tuple[int, int, tuple[Who, ...]]] = [(0, next(self._serial), ())]
        self._cost = 0  # preemptions of the one that runs

    @property
    def is_exhausted(self) -> bool:
        """Whether there is no other schedule within the bound."""
        return not self._ahead

    def next(self) -> tuple[Who, ...] | None:
        """The beginning of a schedule that was not tried yet, with the fewest preemptions."""
        if self.is_exhausted:
            return None
        self.count += 1
        self._cost, _, beginning = heapq.heappop(self._ahead)
        return beginning

    def ran(self, beginning: Sequence[Who], choices: Sequence[Choice]) -> None:
        """Note what a schedule was in the end: wherever another could have moved is another."""
        taken = tuple(choice.taken for choice in choices)
        for at in range(len(beginning), len(choices)):
            cost = self._cost + choices[at].is_preemption
            if cost > self.preemptions:
                continue
            for other in choices[at].others:
                heapq.heappush(self._ahead, (cost, next(self._serial), (*taken[:at], other)))
