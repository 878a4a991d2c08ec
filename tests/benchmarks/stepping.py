"""What the stepper costs: every interleaving of two functions of five lines."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from ipclab import case, every_interleaving
from ipclab.case import observer
from tests.benchmarks.figures import Figure
from tests.lib.live import as_in_a_notebook
from tests.lib.shared import Board, Semaphore

as_in_a_notebook(__name__)

TIMES = 9


def add(board, lock):
    with lock:
        before = board[0]
        after = before + 1
        board[0] = after


def fill_the_first_half(board, _lock):
    board[0] = 0
    board[1] = 0
    board[2] = 0
    board[3] = 1


def fill_the_second_half(board, _lock):
    board[4] = 0
    board[5] = 0
    board[6] = 0
    board[7] = 1


def measure() -> list[Figure]:
    """A search that goes to its end, with a lock and without one; the median of several."""
    locked, free = _median(add, add), _median(fill_the_first_half, fill_the_second_half)
    what = "every interleaving of two 5-line functions"
    return [
        Figure("interleavings_seconds", f"{what}, {free[1]} (s)", free[0], "<= 0.5", 2),
        Figure(
            "interleavings_locked_seconds",
            f"the same with a lock, {locked[1]} (s)",
            locked[0],
            "",
            2,
        ),
        Figure("schedule_ms", "one schedule of these (ms)", 1000 * free[0] / free[1]),
    ]


def _median(one: Callable[..., object], other: Callable[..., object]) -> tuple[float, int]:
    """Seconds that a search takes, and of how many schedules it was."""
    took, counts = zip(*(_search(one, other) for _ in range(TIMES + 1)), strict=True)
    return median(took[1:]), counts[-1]  # the first one warms up


def _search(one: Callable[..., object], other: Callable[..., object]) -> tuple[float, int]:
    cards = []
    token = observer.set(cards.append)
    began = time.perf_counter()
    try:
        with tempfile.TemporaryDirectory() as folder, case("A search"):
            for number, schedule in enumerate(every_interleaving()):
                board, lock = Board(Path(folder) / str(number)), Semaphore()
                with schedule.run(one, board, lock), schedule.run(other, board, lock):
                    schedule.play()
                assert board[0] + board[3] + board[7] == 2
    finally:
        observer.reset(token)
    return time.perf_counter() - began, cards[0].interleaving.count
