"""Lock files: held by one, and free again when it dies."""

import fcntl
import os
import signal

from ipclab import call, case, expect, lock_file, run, shared_memory
from tests.lib.live import as_in_a_notebook, card_of, told

as_in_a_notebook(__name__)


def hold(lock):
    with lock:
        os.read(os.pipe()[0], 1)


def hold_by_flock(path):
    with open(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        os.read(os.pipe()[0], 1)


def take(lock):
    with lock:
        return "taken"


def test_who_dies_holding_it_gives_it_back():
    with case("Killed while it holds the lock"):
        lock = lock_file()
        with run(hold, lock) as holder:
            lock.expect_held(by="hold")
            holder.signal(signal.SIGKILL).expect_exit(-signal.SIGKILL)
        lock.expect_held(by="")
        call(take, lock).expect("taken")


def test_who_waits_for_it_goes_on_when_the_holder_dies():
    with case("A lease"):
        lock = lock_file()
        with run(hold, lock) as holder:
            lock.expect_held(by="hold")
            waiting = run(take, lock)
            lock.expect_held(by="hold")
            holder.signal(signal.SIGKILL)
            waiting.expect("taken")


def test_who_opens_the_file_itself_may_lock_it_in_any_way():
    with case("flock"):
        lock = lock_file()
        with run(hold_by_flock, lock.path) as holder:
            lock.expect_held(by="hold_by_flock")
            holder.signal(signal.SIGKILL).expect_exit(-signal.SIGKILL)


def test_who_does_not_hold_it_is_told():
    def story():
        lock = lock_file()
        call(take, lock)
        lock.expect_held(by="take")

    assert "expected take holds the lock received nobody holds it" in told(story)


def add_in_children(board, lock, n):
    for _ in range(2):
        if os.fork() == 0:
            for _ in range(n):
                with lock:
                    board[0] += 1
            os._exit(0)
    os.wait()
    os.wait()


def test_a_forked_child_does_not_share_it():
    with case("Forked children take turns"):
        board, lock = shared_memory(8, item="q"), lock_file()
        call(add_in_children, board, lock, 300)
        expect("the total", board[0], 600)


def test_its_file_is_no_leftover():
    assert card_of(lambda: call(take, lock_file())).warnings == ()
