"""Semaphores: made, given, counted and watched from outside, and gone at the end."""

import os
import select
import signal
from pathlib import Path

import posix_ipc
import pytest

from ipclab import call, case, conversation, expect, fresh_name, run, semaphore, subject
from ipclab.cards.verdict import Verdict
from ipclab.stage import Ending, Stage
from tests.lib.live import as_in_a_notebook, card_of, told

as_in_a_notebook(__name__)


def acquire(sem):
    sem.acquire()


def post(sem):
    sem.release()


def post_twice(sem):
    sem.release()
    sem.release()


def rendezvous(here, there):
    here.release()
    there.acquire()


def both_wait_first(here, there):
    there.acquire()
    here.release()


def test_two_meet_in_either_order():
    with case("Rendezvous"):
        one, other = semaphore(0), semaphore(0)
        with run(rendezvous, one, other) as first:
            first.until_idle()
            other.expect_waiting(1)
            call(rendezvous, other, one)
            first.expect(None)
        one.expect(0)
        other.expect(0)


def test_who_both_wait_first_never_meet():
    def story():
        one, other = semaphore(0), semaphore(0)
        with run(both_wait_first, one, other) as first, run(both_wait_first, other, one):
            first.expect(None)

    card = card_of(story)

    assert card.verdict is Verdict.FAILED
    assert "both_wait_first does not return" in card.text()
    assert ":  there.acquire()" in card.text()
    assert "for a semaphore that nobody will post" in card.text()


def test_a_post_of_ours_lets_one_go_on():
    with case("A post"):
        sem = semaphore(0)
        with run(acquire, sem) as first:
            first.until_idle()
            sem.post()
            first.expect(None)
        sem.expect(0)


@pytest.mark.parametrize("turn", range(20))
def test_a_post_is_never_on_its_way(turn):
    """A right answer is never called stuck between a post and the wake-up."""
    with Stage():
        chain = [semaphore(0) for _ in range(3)]
        with run(relay, chain[0], chain[1]) as first, run(relay, chain[1], chain[2]) as second:
            if turn % 2:
                second.until_idle()
            chain[0].post()
            first.expect(None)
            second.expect(None)
            chain[2].expect(1)


def relay(before, after):
    before.acquire()
    after.release()


def test_who_posts_twice_is_found_out_every_time():
    def story():
        sem = semaphore(0)
        with run(post_twice, sem):
            sem.expect(1)

    words = told(story)

    assert "expected the semaphore's value is 1" in words
    assert "received its value is 2" in words


def test_who_waits_is_named():
    with case("Two wait"):
        sem, another = semaphore(0), semaphore(0)
        with run(acquire, sem, name="reader") as one, run(acquire, sem, name="reader") as two:
            sem.expect_waiting(2)
            expect("who waits", sem.waiting, ("reader", "reader 2"))
            another.expect_waiting(0)
            sem.post().post()
            one.expect(None)
            two.expect(None)
        sem.expect_waiting(0)


def wait_for_what_it_forked(sem):
    if os.fork() == 0:
        sem.acquire()
        os._exit(0)
    os.wait()


def test_a_child_that_waits_counts_for_its_function():
    with case("A child waits"):
        sem = semaphore(0)
        with run(wait_for_what_it_forked, sem) as parent:
            sem.expect_waiting(1)
            expect("who waits", sem.waiting, ("wait_for_what_it_forked",))
            sem.post()
            parent.expect(None)


def wait_with_a_limit(sem):
    while True:
        try:
            return sem.acquire(0.05)
        except posix_ipc.BusyError:
            continue


def test_a_wait_with_a_limit_is_no_standstill_but_a_wait():
    with case("Asking again and again"):
        sem = semaphore(0)
        with run(wait_with_a_limit, sem) as patient:
            patient.expect_running()
            sem.post()
            patient.expect(None)


def test_a_wait_with_a_limit_ends_by_itself():
    with case("A limit"):
        sem = semaphore(0)
        call(try_for_a_while, sem).expect("busy")


def try_for_a_while(sem):
    try:
        sem.acquire(0.2)
    except posix_ipc.BusyError:
        return "busy"


def spin(sem):
    while sem.value == 0:
        pass


def test_who_spins_computes_without_an_end():
    def story():
        sem = semaphore(0)
        with run(spin, sem) as spinning:
            spinning.expect(None)

    assert "computes without an end" in told(story)


def hold(sem):
    with sem:
        signal.pause()


def test_who_dies_holding_it_leaves_it_at_zero():
    def story():
        sem = semaphore(1)
        with run(hold, sem) as holder:
            holder.until_idle()
            holder.signal(signal.SIGKILL).expect_exit(-signal.SIGKILL)
        sem.expect(0)
        call(acquire, sem)

    words = told(story)

    assert "acquire does not return" in words
    assert ": sem.acquire() for a semaphore that nobody will post" in words


def test_who_is_killed_while_it_waits_takes_nothing():
    with case("Killed while it waits"):
        sem = semaphore(0)
        with run(acquire, sem) as waiting:
            sem.expect_waiting(1)
            waiting.signal(signal.SIGKILL).expect_exit(-signal.SIGKILL)
        sem.expect_waiting(0)
        sem.post().expect(1)


def test_it_is_the_same_one_at_every_call_of_a_process():
    with case("Taken by one call, given back by the next"):
        sem = semaphore(1)
        with subject() as process:
            process.call(acquire, sem)
            sem.expect(0)
            process.call(post, sem)
            sem.expect(1)


def make(name):
    posix_ipc.Semaphore(name, posix_ipc.O_CREX, initial_value=3).close()


def test_what_a_function_makes_is_looked_at_by_its_name():
    with case("Three seats"):
        name = fresh_name(stays=True)
        call(make, name)
        semaphore(name=name).expect(3)


def test_what_nobody_made_is_not_there():
    words = told(lambda: semaphore(name=fresh_name()))

    assert "There is no semaphore /ipclab-…: nobody has made it" in words


def destroy(name):
    os.truncate(f"/dev/shm/sem.{name[1:]}", 0)


def test_who_destroys_it_does_not_end_us():
    def story():
        sem = semaphore(1).post()
        call(destroy, sem.name)
        sem.expect(2)

    assert "There is no semaphore /ipclab-…" in told(story)


def unlink(name):
    posix_ipc.unlink_semaphore(name)


def test_what_was_unlinked_is_not_given():
    def story():
        sem = semaphore(1)
        call(unlink, sem.name)
        call(acquire, sem)

    assert "There is no semaphore /ipclab-…" in told(story)


def test_who_has_it_open_still_shares_one_that_was_unlinked():
    with case("Unlinked, and still there for whoever has it"):
        sem = semaphore(0)
        sem.expect(0)
        with run(acquire, sem) as waiting:
            sem.expect_waiting(1)
            call(unlink, sem.name)
            sem.post()
            waiting.expect(None)


def test_a_limited_wait_is_decided_by_its_deadline():
    with Stage() as stage:
        sem = semaphore(0)
        started = run(lambda: sem_wait(sem.name))
        assert stage.wait(started._settled) is Ending.READY


def sem_wait(name):
    select.select([], [], [], 0.1)  # a wait that has a limit
    posix_ipc.Semaphore(name).release()


def test_nothing_is_left_of_it():
    with conversation():
        sem = semaphore(1).post()
        path = Path(f"/dev/shm/sem.{sem.name[1:]}")
        assert path.exists()
    assert not path.exists()


def test_what_happens_is_told():
    with conversation() as talk:
        sem = semaphore(0)
        with run(acquire, sem, name="reader"):
            sem.expect_waiting(1)
            sem.post().expect(0)

    told = [(event.kind, event.source, event.note) for event in talk.transcript]
    assert told == [
        ("note", "semaphore", "reader waits"),
        ("note", "semaphore", "we post"),
        ("note", "semaphore", "value 0"),
    ]
