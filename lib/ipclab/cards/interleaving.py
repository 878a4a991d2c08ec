"""What a search over schedules came to, and the schedule that failed: lines side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

MOST_ROWS = 40  # of a schedule; of a longer one the last are shown


@dataclass(frozen=True)
class Move:
    """One step of one lane: what it does (reads, writes, calls) in which line.

    `place` tells steps of a line apart; `turn` counts how often this lane came to the line.
    """

    lane: int
    line: int
    source: str
    does: str
    function: str = ""
    waits: bool = False  # it did not come back from it: blocked


@dataclass(frozen=True)
class Row:
    """A line as one lane makes it, or the part of it that it makes before another moves."""

    lane: int
    line: int
    source: str
    note: str = ""  # what it does in this part of the line, where the line is cut


@dataclass(frozen=True)
class Interleaving:
    """How many schedules were searched, within which bound; and one of them, if it failed.

    >>> Interleaving(30, 2, is_complete=True).words()
    'all 30 schedules with at most two preemptions'
    """

    count: int
    preemptions: int
    is_complete: bool
    lanes: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()

    def words(self) -> str:
        """The bound, or which schedule it is that failed."""
        bound = f"with at most {_number(self.preemptions)} preemption" + "s" * (
            self.preemptions != 1
        )
        if self.moves or self.lanes:
            return f"schedule {self.count} of those {bound}"
        if self.is_complete:
            return f"all {self.count} schedules {bound}" if self.count > 1 else f"the one {bound}"
        return f"the first {self.count} schedules {bound}"

    def rows(self) -> list[Row]:
        """The failing schedule, a row for each line, or each part of a line that is cut."""
        return list(_rows(self.moves))


def _number(count: int) -> str:
    return ("no", "one", "two", "three", "four")[count] if count < 5 else str(count)


def _rows(moves: tuple[Move, ...]) -> Iterator[Row]:
    for move in moves:
        yield Row(move.lane, move.line, move.source, move.does)
