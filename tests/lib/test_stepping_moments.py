"""Something is done to a function at each of its steps: races with signals, and crash windows."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from ipclab import at_every_line, expect, pair
from tests.lib.live import as_in_a_notebook, card_of, told

as_in_a_notebook(__name__)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def signalled(function: Callable[..., object]) -> Callable[[], None]:
    """A SIGUSR1 comes at every moment from when it is heeded on: it must be noticed."""

    def story() -> None:
        for moment in at_every_line():
            with moment.run(function) as subject:
                moment.until(subject.heeds, signal.SIGUSR1)
                moment.play(subject.signal, signal.SIGUSR1)
                subject.expect("it came")

    return story


def check_then_pause():
    seen = []
    signal.signal(signal.SIGUSR1, lambda number, _: seen.append(number))
    while not seen:
        signal.pause()
    return "it came"


def block_then_wait():
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    signal.sigwait([signal.SIGUSR1])
    return "it came"


def raise_then_pause():
    def leave(_number, _frame):
        raise InterruptedError

    try:
        signal.signal(signal.SIGUSR1, leave)
        while True:
            signal.pause()
    except InterruptedError:
        return "it came"


def listen_late():
    inbox, outbox = os.pipe()
    listening = False

    def note(_number, _frame):
        if listening:
            os.write(outbox, b"!")

    signal.signal(signal.SIGUSR1, note)
    listening = True
    os.read(inbox, 1)
    return "it came"


def test_a_signal_before_a_line_that_makes_no_step_is_found() -> None:
    card = card_of(signalled(listen_late))

    assert card.verdict.value == "failed"
    assert "listening = True  (here)" in card.text()


def test_a_signal_between_the_check_and_the_pause_is_found() -> None:
    card = card_of(signalled(check_then_pause))

    assert card.verdict.value == "failed"
    assert "signal.pause()  (here)" in card.text()
    assert "check_then_pause does not return" in card.text()


def test_who_blocks_the_signal_first_is_cleared_at_every_moment() -> None:
    card = card_of(signalled(block_then_wait))

    assert card.verdict.value == "passed", card.text()
    assert "at each of" in card.text()


def test_a_handler_that_raises_leaves_from_exactly_there() -> None:
    card = card_of(signalled(raise_then_pause))

    assert card.verdict.value == "passed", card.text()


def write_in_place(path):
    with open(path, "w") as file:
        file.write("new")


def write_beside_then_rename(path):
    with open(path + "~", "w") as file:
        file.write("new")
    os.rename(path + "~", path)


def killed(function: Callable[..., object]) -> Callable[[], None]:
    """SIGKILL at every moment: what is in the file is the old or the new, and whole."""

    def story() -> None:
        for moment in at_every_line():
            Path("file").write_text("old")
            with moment.run(function, "file") as subject:
                moment.play(subject.signal, signal.SIGKILL)
                subject.expect_exit(-signal.SIGKILL)
            left = Path("file").read_text()
            expect("the file is whole", left in ("old", "new"), True)

    return story


def test_a_crash_window_is_found() -> None:
    card = card_of(killed(write_in_place))

    assert card.verdict.value == "failed"
    assert 'with open(path, "w") as file:  (here)' in card.text()


def test_who_has_no_crash_window_is_cleared() -> None:
    card = card_of(killed(write_beside_then_rename))

    assert card.verdict.value == "passed", card.text()


def echo(sock):
    while data := sock.recv(1024):
        sock.sendall(data)


def test_what_comes_at_every_moment_is_answered() -> None:
    def story() -> None:
        for moment in at_every_line():
            ours, theirs = pair("unix")
            with moment.run(echo, theirs):
                moment.play(ours.send, b"hello")
                ours.expect(b"hello")

    assert card_of(story).verdict.value == "passed"


def return_at_once():
    return 1


def test_the_moments_of_a_function_without_a_step_are_its_line_and_its_end() -> None:
    def story() -> None:
        for moment in at_every_line():
            with moment.run(return_at_once) as subject:
                moment.play(int)
                subject.expect(1)

    assert "at each of 2 moments" in told(story)


def test_what_never_heeds_a_signal_is_named() -> None:
    assert "does not come to where" in told(signalled(return_at_once))
