"""Nothing that a subject starts, stops or ends outlives its case, and nothing of ours is harmed."""

import os
import signal
import socket

from ipclab import call, pair, run, subject
from ipclab.launch.launcher import local
from tests.lib.live import as_in_a_notebook, card_of, told, watched

as_in_a_notebook(__name__)


def one() -> int:
    return 1


def next_case_passes() -> bool:
    return card_of(lambda: call(one).expect(1)).verdict.value == "passed"


def parent_of(pid: int) -> int:
    with open(f"/proc/{pid}/stat") as file:
        return int(file.read().rpartition(")")[2].split()[1])


# -- descendants -------------------------------------------------------------------------------


def daemonise(ready: socket.socket) -> None:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            ready.sendall(os.getpid().to_bytes(4, "big"))
            signal.pause()
        os._exit(0)
    os.wait()
    signal.pause()


def test_a_daemon_that_forked_twice_ends_with_its_case() -> None:
    with watched() as watch:

        def story() -> None:
            ours, theirs = pair("unix")
            with run(daemonise, theirs) as subject:
                daemon = int.from_bytes(ours.receive(4), "big")
                watch.add(subject.pid, daemon)

        assert card_of(story).verdict.value == "passed"
        assert watch.all_ended()


def stops_itself() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def test_a_stopped_process_ends_with_its_case() -> None:
    with watched() as watch:

        def story() -> None:
            with run(stops_itself) as stopped:
                stopped.until_idle()
                watch.add(stopped.pid)

        card_of(story)
        assert watch.all_ended()


# -- what it does to its parents ------------------------------------------------------------------


def signals_parent(ready: socket.socket, number: int, grandparent_too: bool) -> None:
    guardian = os.getppid()
    nursery = parent_of(guardian)
    ready.recv(1)  # the examiner watches all of us now
    if grandparent_too:
        os.kill(nursery, number)
    os.kill(guardian, number)
    signal.pause()


def play_against_parents(number: int, grandparent_too: bool) -> tuple[str, bool]:
    with watched() as watch:

        def story() -> None:
            ours, theirs = pair("unix")
            with run(signals_parent, theirs, number, grandparent_too) as hostile:
                watch.add(hostile.pid)
                ours.send(b"!")
                hostile.result()

        return told(story), watch.all_ended()


def test_who_kills_its_guardian_is_named_and_ends() -> None:
    text, ended = play_against_parents(signal.SIGKILL, grandparent_too=False)
    assert "ended the process that watches over it" in text
    assert ended
    assert next_case_passes()


def test_who_kills_its_guardian_and_the_nursery_is_named_and_ends() -> None:
    text, ended = play_against_parents(signal.SIGKILL, grandparent_too=True)
    assert "ended the process that watches over it" in text
    assert ended
    assert next_case_passes()


def kills_its_guardian_and_returns() -> int:
    os.kill(os.getppid(), signal.SIGKILL)
    return 1


def test_a_right_value_of_who_killed_its_guardian_is_no_pass() -> None:
    text = told(lambda: call(kills_its_guardian_and_returns).expect(1))
    assert "ended the process that watches over it" in text


def test_who_stops_its_guardian_ends_all_the_same() -> None:
    text, ended = play_against_parents(signal.SIGSTOP, grandparent_too=False)
    assert "does not return" in text
    assert ended
    assert next_case_passes()


def test_who_stops_its_guardian_and_the_nursery_ends_all_the_same() -> None:
    text, ended = play_against_parents(signal.SIGSTOP, grandparent_too=True)
    assert "does not return" in text
    assert ended
    assert next_case_passes()


def test_the_nursery_may_be_killed_between_two_cases() -> None:
    assert next_case_passes()
    os.kill(local()._process.pid, signal.SIGKILL)
    assert next_case_passes()


def test_a_subject_that_lives_on_survives_the_end_of_the_nursery() -> None:
    def story() -> None:
        with subject() as s:
            s.call(one).expect(1)
            os.kill(local()._process.pid, signal.SIGKILL)
            s.call(one).expect(1)
            call(one).expect(1)

    assert card_of(story).verdict.value == "passed"


# -- forking without an end ----------------------------------------------------------------------


def forks_without_end(tokens: socket.socket) -> None:
    while tokens.recv(1):  # the bound, made outside: one byte for each fork, and there are so many
        os.fork()


def test_forking_without_an_end_is_named_and_swept() -> None:
    with watched() as watch:

        def story() -> None:
            ours, theirs = pair("unix")
            with run(forks_without_end, theirs) as bomb:
                watch.add(bomb.pid)
                ours.send(bytes(420))
                try:
                    bomb.result()
                finally:
                    watch.add(*bomb.children())

        assert told(story) == "forks_without_end starts processes without an end."
        assert len(watch.pidfds) > 300
        assert watch.all_ended()
    assert next_case_passes()
