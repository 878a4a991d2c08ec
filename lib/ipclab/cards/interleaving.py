"""What a search over schedules came to; and the schedule that failed, as rows side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

MOST_ROWS = 40  # of a schedule; of a longer one the last are shown
_NUMBERS = ("no", "one", "two", "three", "four", "five")


@dataclass(frozen=True)
class Move:
    """One step of one lane: what it does (reads, writes, calls), in which line.

    `offset` orders the steps of a line. `note`: what became of it, where it did not go on.
    """

    lane: int
    line: int
    offset: int
    source: str
    does: str
    function: str = ""
    note: str = ""

    def goes_on_with(self, other: "Move") -> bool:
        """Whether the other is a later step of the same line."""
        is_same = (self.lane, self.line, self.function) == (other.lane, other.line, other.function)
        return is_same and self.offset < other.offset


@dataclass(frozen=True)
class Row:
    """A line as one lane makes it, or the part of it that it makes before another moves."""

    lane: int
    line: int
    source: str
    note: str = ""  # what it does in this part of a line that is cut, or that it waits


@dataclass(frozen=True)
class Interleaving:
    """How many schedules were searched, within which bound; `lanes` and `moves`: one that failed.

    With None for `preemptions` it is one function, and how many of its steps something was done at.

    >>> Interleaving(30, preemptions=2, is_complete=True).words()
    'all 30 schedules with at most two preemptions'
    """

    count: int
    preemptions: int | None
    is_complete: bool = False
    lanes: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()

    @property
    def has_failed(self) -> bool:
        """Whether there is a schedule to show."""
        return bool(self.lanes)

    def words(self) -> str:
        """The bound, and how much of it was searched."""
        if self.preemptions is None:
            return self._words_of_moments()
        number = _NUMBERS[self.preemptions] if self.preemptions < 6 else str(self.preemptions)
        bound = f"with at most {number} preemption{'' if self.preemptions == 1 else 's'}"
        if self.has_failed:
            return f"schedule {self.count} of those {bound}"
        if not self.is_complete:
            return f"the first {self.count} schedules {bound}"
        return f"all {self.count} schedules {bound}" if self.count > 1 else "the only schedule"

    def _words_of_moments(self) -> str:
        if self.has_failed:
            return f"moment {self.count}: it came before the last of these lines"
        return f"at {'each of ' if self.is_complete else 'the first '}{self.count} moments"

    def rows(self) -> list[Row]:
        """The schedule: a row for each line, or for each part of a line that is cut.

        >>> reads, writes = Move(0, 3, 2, "n += 1", "reads"), Move(0, 3, 9, "n += 1", "writes")
        >>> other = Move(1, 7, 9, "n = 2", "writes")
        >>> [row.note for row in Interleaving(2, 2, moves=(reads, other, writes)).rows()]
        ['reads …', '', '… writes']
        """
        return list(_rows(self.moves))


def _rows(moves: tuple[Move, ...]) -> Iterator[Row]:
    last: dict[int, Move] = {}  # the last move of each lane
    for part in _parts(moves):
        first = part[0]
        begun = first.lane in last and last[first.lane].goes_on_with(first)
        last[first.lane] = part[-1]
        yield Row(
            first.lane, first.line, first.source, _note(part, begun, _is_cut(moves, part[-1]))
        )


def _parts(moves: tuple[Move, ...]) -> Iterator[list[Move]]:
    """Steps of one line that follow each other, as nobody else moves between them."""
    part: list[Move] = []
    for move in moves:
        if part and not (part[-1].goes_on_with(move) and not part[-1].note):
            yield part
            part = []
        part.append(move)
    if part:
        yield part


def _is_cut(moves: tuple[Move, ...], last: Move) -> bool:
    """Whether its lane goes on with the line later, after another has moved."""
    at = next(at for at, move in enumerate(moves) if move is last)
    later = next((move for move in moves[at + 1 :] if move.lane == last.lane), None)
    return later is not None and last.goes_on_with(later)


def _note(part: list[Move], begun: bool, is_cut: bool) -> str:
    if part[-1].note:
        return part[-1].note
    if part[-1].does == "leaves":  # a `with` block, in which the line stands at its head
        return part[-1].does
    if not begun and not is_cut:
        return ""
    does = ", ".join(dict.fromkeys(move.does for move in part))
    return f"{'… ' if begun else ''}{does}{' …' if is_cut else ''}"


def shown_rows(interleaving: Interleaving) -> tuple[int, list[Row]]:
    """How many rows are left out at the beginning, and the others.

    >>> shown_rows(Interleaving(1, 2))
    (0, [])
    """
    rows = interleaving.rows()
    left_out = max(len(rows) - MOST_ROWS, 0)
    return left_out, rows[left_out:]
