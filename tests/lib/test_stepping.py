"""The stepper decides races: each is found, every time, and what is right is cleared."""

import contextlib
import fcntl
import os
import re
import select
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ipclab import every_interleaving, pair
from ipclab.answer import pair as evidence
from ipclab.errors import AnswerWrong
from tests.lib.live import as_in_a_notebook, card_of, left_running, told
from tests.lib.shared import Board, Semaphore

as_in_a_notebook(__name__)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def holds(board: Board, total: int) -> None:
    """Raises AnswerWrong where the board's first byte is another."""
    if board[0] != total:
        raise AnswerWrong(evidence(total, board[0], "The board does not hold the total."))


def both_add(function: Callable[..., object], times: int = 1) -> Callable[[], None]:
    """Two run it on a board of their own each time; in the end all additions are there."""

    def story() -> None:
        for schedule in every_interleaving():
            board, lock = Board(Path("board")), Semaphore()
            arguments = board, lock, times
            with schedule.run(function, *arguments), schedule.run(function, *arguments):
                schedule.play()
            holds(board, 2 * times)

    return story


def passes(story: Callable[[], object]) -> bool:
    card = card_of(story)
    assert card.verdict.value == "passed", card.text()
    return True


# -- lost updates ----------------------------------------------------------------------------------


def add_without_a_lock(board, _lock, n):
    for _ in range(n):
        board[0] += 1


def add_with_a_lock(board, lock, n):
    for _ in range(n):
        with lock:
            board[0] += 1


def add_with_a_thread_lock(board, _lock, n):
    lock = threading.Lock()
    for _ in range(n):
        with lock:
            board[0] += 1


def add_what_was_read_outside(board, lock, n):
    for _ in range(n):
        before = board[0]
        with lock:
            board[0] = before + 1


def test_a_lost_update_within_one_line_is_found_and_shown_side_by_side() -> None:
    card = card_of(both_add(add_without_a_lock), "No addition is lost")

    assert card.verdict.value == "failed"
    lines = re.sub(r"\n {4,}\d+ ", "\n", card.text())
    assert "The board does not hold the total." in lines
    assert "board[0] += 1  (reads …)\nfor _ in range(n):\nboard[0] += 1" in lines
    assert "board[0] += 1  (… writes)" in lines


def test_a_schedule_is_replayed_by_its_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    first = card_of(both_add(add_without_a_lock))
    monkeypatch.setenv("IPCLAB_SEED", str(first.seed))

    assert card_of(both_add(add_without_a_lock)).text() == first.text()


def test_a_locked_counter_is_cleared_and_the_card_states_the_bound() -> None:
    card = card_of(both_add(add_with_a_lock))

    assert card.verdict.value == "passed", card.text()
    assert re.search(r"all \d+ schedules with at most two preemptions", card.text())


def test_a_lock_of_threads_is_no_lock_of_processes() -> None:
    assert "does not hold the total" in told(both_add(add_with_a_thread_lock))


def test_what_is_read_outside_of_the_lock_is_out_of_date() -> None:
    assert "does not hold the total" in told(both_add(add_what_was_read_outside))


def plus_one(board):
    value = board[0]
    return value + 1


def add_by_a_helper(board, _lock, n):
    for _ in range(n):
        board[0] = plus_one(board)


def add_by_a_generator(board, _lock, n):
    for value in (board[0] for _ in range(n)):
        board[0] = value + 1


def add_by_recursion(board, _lock, n):
    if n:
        board[0] = board[0] + 1
        add_by_recursion(board, _lock, n - 1)


def add_in_a_comprehension(board, _lock, n):
    [board.__setitem__(0, board[0] + 1) for _ in range(n)]


def add_in_an_exec(board, _lock, n):
    exec("for _ in range(n): board[0] += 1", {"board": board, "n": n})


class Counter:
    def __init__(self, board):
        self.board = board

    def add(self):
        self.board[0] += 1


def add_by_a_method(board, _lock, n):
    counter = Counter(board)
    for _ in range(n):
        counter.add()


def add_in_a_thread(board, _lock, n):
    thread = threading.Thread(target=add_without_a_lock, args=(board, _lock, n))
    thread.start()
    thread.join()


def add_in_a_child(board, _lock, n):
    if os.fork() == 0:
        add_without_a_lock(board, _lock, n)
        os._exit(0)
    os.wait()


@pytest.mark.parametrize(
    "function",
    [
        add_by_a_helper, add_by_a_generator, add_by_recursion, add_in_a_comprehension,
        add_in_an_exec, add_by_a_method, add_in_a_thread, add_in_a_child,
    ],
    ids=lambda function: function.__name__,
)  # fmt: skip
def test_a_race_is_found_wherever_the_code_is(function: Callable[..., object]) -> None:
    assert "does not hold the total" in told(both_add(function))


def add_with_threads_of_its_own(board, lock):
    threads = [threading.Thread(target=add_with_a_lock, args=(board, lock, 1)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def add_with_racing_threads(board, lock):
    threads = [threading.Thread(target=add_without_a_lock, args=(board, lock, 1)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def alone(function: Callable[..., object], preemptions: int = 1) -> Callable[[], None]:
    def story() -> None:
        for schedule in every_interleaving(preemptions):
            board, lock = Board(Path("board")), Semaphore()
            with schedule.run(function, board, lock):
                schedule.play()
            holds(board, 2)

    return story


def test_threads_of_one_function_are_stepped_too() -> None:
    assert "thread 2 of add" in told(alone(add_with_racing_threads))
    assert passes(alone(add_with_threads_of_its_own))


def add_with_a_record_lock(board, path):
    fd = os.open(path, os.O_RDWR)
    fcntl.lockf(fd, fcntl.LOCK_EX)
    board[0] += 1
    fcntl.lockf(fd, fcntl.LOCK_UN)


def test_a_record_lock_is_waited_for() -> None:
    def story() -> None:
        for schedule in every_interleaving(1):
            board = Board(Path("board"))
            Path("lock").touch()
            arguments = add_with_a_record_lock, board, "lock"
            with schedule.run(*arguments), schedule.run(*arguments):
                schedule.play()
            holds(board, 2)

    assert passes(story)


@contextlib.contextmanager
def locked(lock):
    lock.acquire()
    yield
    lock.release()


def add_in_a_block_of_its_own(board, lock, _n):
    with locked(lock):
        board[0] += 1


def test_a_block_of_the_learners_is_stepped_and_what_contextlib_makes_of_it_is_not() -> None:
    def story() -> None:
        for schedule in every_interleaving(1):
            board, lock = Board(Path("board")), Semaphore(0)
            with schedule.run(add_in_a_block_of_its_own, board, lock, 1):
                schedule.play()

    lines = re.findall(r"^ +\d+ (\S.*)", card_of(story).text(), re.M)
    assert lines == ["with locked(lock):", "lock.acquire()  (waits)"]


# -- the bound -------------------------------------------------------------------------------------


def fill(board, first):
    board[first] = 1
    board[first + 1] = 1
    board[first + 2] = 1
    board[first + 3] = 1


def add_in_four_steps(board, lock, _n):
    with lock:
        before = board[0]
        board[0] = before + 1


def test_every_schedule_within_the_bound_is_played() -> None:
    def story() -> None:
        for schedule in every_interleaving():
            board = Board(Path("board"))
            with schedule.run(fill, board, 0), schedule.run(fill, board, 4):
                schedule.play()

    assert "all 26 schedules" in told(story)  # as the search alone has: test_stepping_parts.py
    assert "all 8 schedules" in told(both_add(add_in_four_steps))  # either first, or up to a step


# -- deadlocks -------------------------------------------------------------------------------------


def this_way(here, there, board):
    with here:
        with there:
            board[0] += 1


def that_way(here, there, board):
    with there:
        with here:
            board[0] += 1


def try_again(here, there, board):
    while True:
        with there:
            if here.acquire(False):
                board[0] += 1
                here.release()
                return


def move(one: Callable[..., object], other: Callable[..., object]) -> Callable[[], None]:
    def story() -> None:
        for schedule in every_interleaving():
            board, here, there = Board(Path("board")), Semaphore(), Semaphore()
            arguments = here, there, board
            with schedule.run(one, *arguments), schedule.run(other, *arguments):
                schedule.play()
            holds(board, 2)

    return story


def test_locks_taken_in_two_orders_deadlock_and_the_card_says_where() -> None:
    words = told(move(this_way, that_way))

    assert "Deadlock: this_way and that_way wait, and nobody is left to wake them." in words
    assert "this_way waits for a semaphore" in words
    assert re.search(r"in line \d+: with there:", words)
    assert re.search(r"in line \d+: with here:", words)


def test_locks_taken_in_one_order_are_cleared() -> None:
    assert passes(move(this_way, this_way))


def test_who_tries_and_backs_off_is_never_called_deadlocked() -> None:
    assert passes(move(this_way, try_again))
    assert passes(move(try_again, try_again))


def come_in_then_look(lock, board, seen):
    with lock:
        pass
    seen[0] = board[0]
    seen[1] = board[0]


def come_in_then_write(lock, board):
    with lock:
        pass
    board[0] = 1


def test_who_was_blocked_stops_at_its_next_step_when_it_is_woken() -> None:
    def story() -> None:
        for schedule in every_interleaving():
            board, seen, lock = Board(Path("board")), Board(Path("seen")), Semaphore()
            with (
                schedule.run(come_in_then_write, lock, board),
                schedule.run(come_in_then_look, lock, board, seen),
            ):
                schedule.play()
            found.add((seen[0], seen[1]))
            moves.append({move.line for move in schedule.shown().moves if move.lane == 1})

    found: set[tuple[int, int]] = set()
    moves: list[set[int]] = []
    assert passes(story)
    assert found == {(0, 0), (0, 1), (1, 1)}
    assert {len(lines) for lines in moves} == {3}  # all that it did was done with a go


def ring_if_somebody_waits(flag, bell, waiting):
    flag[0] = 1
    if waiting[0]:
        bell.release()


def announce_and_wait(flag, bell, waiting):
    if flag[0] == 0:
        waiting[0] = 1
        bell.acquire()


def test_a_lost_wake_up_is_found() -> None:
    def story() -> None:
        for schedule in every_interleaving():
            flag, bell, waiting = Board(Path("flag")), Semaphore(0), Board(Path("waiting"))
            arguments = flag, bell, waiting
            with (
                schedule.run(announce_and_wait, *arguments),
                schedule.run(ring_if_somebody_waits, *arguments),
            ):
                schedule.play()

    words = told(story)
    assert "announce_and_wait waits for ever: nobody is left to wake it." in words
    assert "bell.acquire() (waits)" in words


def read_then_write(here, there):
    got = here.recv(1)
    there.send(got)


def test_who_both_wait_for_the_other_to_send_first_are_named() -> None:
    def story() -> None:
        for schedule in every_interleaving():
            (ours, theirs), (mine, others) = pair("unix"), pair("unix")
            with (
                schedule.run(read_then_write, theirs, others),
                schedule.run(os.getpid),
            ):
                schedule.play()
            ours.close()
            mine.close()

    assert "for bytes" in told(story)


def not_written_yet(_here, _there, _board):
    raise NotImplementedError


def hold_and_fail(here, _there, _board):
    here.acquire()
    raise KeyError


def test_who_waits_for_one_that_failed_is_not_to_blame() -> None:
    assert "hold_and_fail raised KeyError" in told(move(hold_and_fail, this_way))
    assert "is not written yet" in told(move(not_written_yet, not_written_yet))


# -- naps ------------------------------------------------------------------------------------------


def nap_between(board, _lock, n):
    before = board[0]
    select.select([], [], [], 0.001)
    board[0] = before + n


def wait_a_little_each_time(board, lock, n):
    while not lock.acquire(True, 0.01):
        pass
    board[0] += n
    lock.release()


def test_who_naps_gives_its_turn_away() -> None:
    assert "does not hold the total" in told(both_add(nap_between))


def test_who_waits_with_a_time_limit_is_cleared() -> None:
    assert passes(both_add(wait_a_little_each_time))


# -- loops without an end --------------------------------------------------------------------------


def spin_until_it_is_one(board, _lock, _n):
    while board[0] != 1:
        pass


def compute(_board, _lock, _n):
    while True:
        pass


def test_a_spin_that_others_end_is_let_go_round() -> None:
    def story() -> None:
        for schedule in every_interleaving(1):
            board = Board(Path("board"))
            with (
                schedule.run(spin_until_it_is_one, board, None, 1),
                schedule.run(add_without_a_lock, board, None, 1),
            ):
                schedule.play()

    assert passes(story)


def test_a_spin_without_an_end_is_bounded_and_named() -> None:
    card = card_of(both_add(spin_until_it_is_one))

    assert card.verdict.value == "timed_out"
    assert "goes round and round" in card.text()
    assert "while board[0] != 1:" in card.text()


def test_who_computes_without_a_step_is_named() -> None:
    assert "compute computes without an end" in told(both_add(compute))


# -- leaving the stepper ---------------------------------------------------------------------------


def take_the_tracer_off(board, _lock, n):
    sys.settrace(None)
    add_without_a_lock(board, _lock, n)


def take_the_tracer_off_and_put_it_back(board, _lock, n):
    tracer = sys.gettrace()
    sys.settrace(None)
    add_without_a_lock(board, _lock, n)
    sys.settrace(tracer)


def take_it_off_its_frame(board, _lock, n):
    sys._getframe().f_trace_opcodes = False
    add_without_a_lock(board, _lock, n)


def take_it_off_the_frame_of_an_error(board, _lock, n):
    try:
        raise ValueError
    except ValueError as error:
        error.__traceback__.tb_frame.f_trace_opcodes = False
    add_without_a_lock(board, _lock, n)


def kill_itself(board, _lock, n):
    os.kill(os.getpid(), 9)


@pytest.mark.parametrize(
    "function",
    [
        take_the_tracer_off,
        take_the_tracer_off_and_put_it_back,
        take_it_off_its_frame,
        take_it_off_the_frame_of_an_error,
    ],
    ids=lambda function: function.__name__,
)
def test_who_leaves_the_stepper_fails_and_is_told_so(function: Callable[..., object]) -> None:
    assert f"{function.__name__} has left the stepper" in told(both_add(function))


def forge_a_step_and_go_on(board, _lock, n):
    board[0] += 0
    for fd in map(int, os.listdir("/proc/self/fd")):
        try:
            if os.readlink(f"/proc/self/fd/{fd}").startswith("socket:"):
                os.write(fd, b"=reads\x001\x000\x00f\x00file")
        except OSError:
            pass
    board[0] += n


def forge_steps_without_end(board, _lock, n):
    board[0] += 0
    while True:
        for fd in range(800, 820):
            with contextlib.suppress(OSError):
                os.write(fd, b">reads\x001\x000\x00f\x00file")


def test_who_forges_steps_without_an_end_has_left_the_stepper() -> None:
    assert "has left the stepper" in told(both_add(forge_steps_without_end))


def test_who_says_that_it_stands_but_runs_on_has_left_the_stepper() -> None:
    assert "has left the stepper" in told(both_add(forge_a_step_and_go_on))


def test_a_process_that_ends_early_is_named() -> None:
    assert "kill_itself was ended by SIGKILL instead of returning" in told(both_add(kill_itself))


# -- what a function gives -------------------------------------------------------------------------


def fail(board, _lock, n):
    return board[n] / 0


def not_written(board, _lock, n):
    raise NotImplementedError


def test_an_exception_is_the_functions_and_is_told() -> None:
    assert "fail raised ZeroDivisionError" in told(both_add(fail))


def test_what_is_not_written_is_said_to_be_so() -> None:
    assert "not_written is not written yet" in told(both_add(not_written))


def take_a_number(board, lock, _n):
    with lock:
        board[0] += 1
        return board[0]


def test_returned_values_are_the_cases_to_compare() -> None:
    def story() -> None:
        for schedule in every_interleaving():
            board, lock = Board(Path("board")), Semaphore()
            arguments = take_a_number, board, lock, 1
            with schedule.run(*arguments) as one, schedule.run(*arguments) as other:
                schedule.play()
                assert {one.result(), other.result()} == {1, 2}

    assert passes(story)


def remember(board, _lock, _n, seen=[]):  # noqa: B006  that it is kept is the point
    seen.append(1)
    board[0] = board[0] + len(seen)


def test_each_schedule_begins_afresh() -> None:
    def story() -> None:
        for schedule in every_interleaving():
            board = Board(Path("board"))
            with schedule.run(remember, board, None, 1):
                schedule.play()
            holds(board, 1)

    assert passes(story)


def test_a_case_that_does_not_play_is_our_fault() -> None:
    def story() -> None:
        for schedule in every_interleaving():
            with schedule.run(os.getpid):
                pass

    assert card_of(story).verdict.value == "grader_fault"


def test_a_search_that_takes_too_long_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipclab.stepping.schedule.PATIENCE", 0)

    assert card_of(both_add(add_with_a_lock)).verdict.value == "grader_fault"


def test_nothing_is_left_of_a_search() -> None:
    before = set(os.listdir("/proc/self/fd"))
    assert passes(both_add(add_with_a_lock))
    assert card_of(both_add(add_without_a_lock)).verdict.value == "failed"
    assert left_running() == []
    assert len(os.listdir("/proc/self/fd")) <= len(before) + 4  # the nursery, and two guardians
