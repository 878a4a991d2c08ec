"""Whatever a function does: a card that names it, and the next case unharmed."""

import builtins
import ctypes
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from ipclab import call, pair, passive, run, subject
from tests.lib.live import as_in_a_notebook, card_of, left_running, open_descriptors, told

as_in_a_notebook(__name__)


def one() -> int:
    return 1


@pytest.fixture(autouse=True)
def _the_next_case_is_unharmed() -> Iterator[None]:
    assert card_of(lambda: call(one).expect(1)).verdict.value == "passed"
    before = open_descriptors()
    yield
    assert card_of(lambda: call(one).expect(1)).verdict.value == "passed"
    assert not left_running()
    assert open_descriptors() == before, "a descriptor is left"


def after_call(function: object, *args: object) -> str:
    return told(lambda: call(function, *args).expect(1))  # type: ignore[arg-type]


def after_connect(function: Callable[..., object], *args: object) -> str:
    def story() -> None:
        with run(function, *args) as server, server.connect() as client:
            client.send(b"hello\n").expect(b"hello\n")

    return told(story)


# -- it does not end ------------------------------------------------------------------------------


def hangs() -> None:
    signal.pause()


def computes() -> None:
    while True:
        pass


def floods() -> None:
    while True:
        print("x" * 1000)


def sleeps() -> None:
    select.select([], [], [], 3600)


def masks_everything_and_hangs() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    signal.pause()


def test_hangs() -> None:
    text = after_call(hangs)
    assert text.startswith("hangs does not return. your hangs waits in line")
    assert text.endswith("signal.pause() for a signal that nobody will send")


def test_computes_for_ever() -> None:
    text = after_call(computes)
    assert text.startswith("computes computes without an end: 2 seconds of CPU time went by.")


def test_who_computes_is_not_drawn_as_one_that_waits() -> None:
    last = list(card_of(lambda: call(computes)).transcript)[-1]
    assert last.kind == "computes"
    assert last.note.startswith("line ")


def test_floods_standard_output() -> None:
    text = after_call(floods)
    assert text.startswith("floods prints without an end.")


def test_sleeps_for_an_hour() -> None:
    text = after_call(sleeps)
    assert text.startswith("sleeps waits again and again, each time with a time limit, and nothing")


def test_masks_every_signal() -> None:
    text = after_call(masks_everything_and_hangs)
    assert text.startswith("masks_everything_and_hangs waits")  # an alarm may be among them
    assert text.endswith("for a signal that nobody will send")


# -- it ends too early ----------------------------------------------------------------------------


def exits() -> None:
    sys.exit(3)


def exits_with_words() -> None:
    sys.exit("enough")


def exits_at_once() -> None:
    os._exit(4)


def kills_itself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def segfaults() -> None:
    ctypes.string_at(0)


def aborts() -> None:
    os.abort()


def test_exits() -> None:
    assert after_call(exits) == "exits called sys.exit(3) instead of returning."


def test_exits_with_words() -> None:
    assert after_call(exits_with_words).startswith(
        "exits_with_words called sys.exit(1) instead of returning."
    )


def test_exits_at_once() -> None:
    assert after_call(exits_at_once) == "exits_at_once exited with status 4 instead of returning."


def test_kills_itself() -> None:
    assert after_call(kills_itself) == "kills_itself was ended by SIGKILL instead of returning."


def test_segfaults() -> None:
    assert after_call(segfaults).startswith("segfaults was ended by SIGSEGV instead of returning.")


def test_aborts() -> None:
    assert after_call(aborts).startswith("aborts was ended by SIGABRT instead of returning.")


def test_each_of_them_is_told_where_a_client_wants_to_connect() -> None:
    assert after_connect(exits_at_once) == (
        "Nobody is listening: exits_at_once exited with status 4."
    )


# -- it does not listen, or too much ---------------------------------------------------------------


def never_listens() -> None:
    signal.pause()


def binds_and_does_not_listen() -> None:
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    sock.accept()


def binds_and_waits() -> None:
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    signal.pause()


def listens_on_two() -> None:
    first = socket.create_server(("127.0.0.1", 0))
    socket.create_server(("127.0.0.1", 0)).accept()
    first.accept()


def listens_besides(listener: socket.socket) -> None:
    socket.create_server(("127.0.0.1", 0)).accept()
    listener.accept()


def listens_and_does_not_accept() -> None:
    sock = socket.create_server(("127.0.0.1", 0))
    signal.pause()
    sock.close()


def returns() -> None:
    return


def test_never_listens() -> None:
    assert after_connect(never_listens).startswith(
        "Nobody is listening: never_listens() has not called listen()."
    )


def test_binds_and_does_not_listen() -> None:
    text = after_connect(binds_and_does_not_listen)
    assert "OSError: [Errno 22] Invalid argument" in text


def test_binds_and_waits() -> None:
    assert after_connect(binds_and_waits).startswith(
        "Nobody is listening: binds_and_waits() has not called listen()."
    )


@pytest.mark.parametrize("turn", range(20))
def test_listens_on_two_ports(turn: int) -> None:
    assert after_connect(listens_on_two) == (
        "listens_on_two listens on 2 addresses; one was asked for."
    )


def test_listens_besides_the_socket_that_it_was_given() -> None:
    assert after_connect(listens_besides, passive("tcp")) == (
        "listens_besides listens on 2 addresses: it was given a socket that listens, and needs no "
        "other."
    )


def test_listens_and_does_not_accept() -> None:
    text = after_connect(listens_and_does_not_accept)
    assert "your listens_and_does_not_accept waits in line" in text


def test_returns_at_once() -> None:
    assert after_connect(returns) == (
        "Nobody is listening: returns() returned without calling listen()."
    )


# -- it raises -----------------------------------------------------------------------------------


class Mute(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


class Deaf(Exception):
    def __repr__(self) -> str:
        raise SystemExit("no repr")

    __str__ = __repr__


class Unusual(BaseException):
    pass


def raises(error: type[BaseException], *args: object) -> None:
    raise error(*args)


def raises_mute() -> None:
    raise Mute


def raises_deaf() -> None:
    raise Deaf


def raises_unusual() -> None:
    raise Unusual("is this an exception?")


def raises_interrupt() -> None:
    raise KeyboardInterrupt


def raises_long() -> None:
    raise ValueError("x" * 10_000_000)


def raises_terminal() -> None:
    raise ValueError("\x1b[2J\x07\ud800<script>alert(1)</script>")


def raises_in_a_chain() -> None:
    try:
        raise KeyError("inner")
    except KeyError as error:
        raise ValueError("outer") from error


def recurses() -> None:
    recurses()


async def raises_group() -> None:
    raise ExceptionGroup("several", [ValueError(1), TypeError(2)])


def test_raises() -> None:
    assert after_call(raises, ValueError, "this").startswith(
        "raises raised ValueError: this in line"
    )


def asks_the_keyboard() -> None:
    input("Name? ")


def program_around(function: Callable[..., None], *args: object) -> None:
    function(*args)


def test_raises_inside_a_program_of_ours() -> None:
    text = after_call(program_around, raises, ValueError, "this")
    assert text.startswith("program_around raised ValueError: this in raises, line")


def test_asks_the_keyboard() -> None:
    text = after_call(asks_the_keyboard)
    assert text.startswith("asks_the_keyboard raised EOFError: EOF when reading a line in line")
    assert "input() asks a keyboard, and there is none" in text


def test_returns_without_a_return() -> None:
    text = after_call(returns)
    assert text.startswith("returns returned None, as a function does that ends without a `return`")


def test_raises_without_words() -> None:
    assert after_call(raises_mute).startswith(
        "raises_mute raised Mute: <its text raised RuntimeErr"
    )


def test_raises_what_exits_when_it_is_asked() -> None:
    assert after_call(raises_deaf).startswith(
        "raises_deaf raised Deaf: <its text raised SystemExit>"
    )


def test_raises_what_is_no_exception() -> None:
    assert "raised Unusual: is this an exception?" in after_call(raises_unusual)


def test_raises_an_interrupt() -> None:
    assert after_call(raises_interrupt).startswith("raises_interrupt raised KeyboardInterrupt")


def test_raises_ten_million_words() -> None:
    text = after_call(raises_long)
    assert text.startswith("raises_long raised ValueError: xxx")
    assert len(text) < 5_000


def test_raises_what_would_clear_the_screen() -> None:
    card = card_of(lambda: call(raises_terminal))
    assert card.verdict.value == "passed"
    card = card_of(lambda: call(raises_terminal).expect(1))
    assert "\x1b" not in card.text() + card.html()
    assert "<script>" not in card.html()
    assert (card.text() + card.html()).encode()


def test_raises_in_a_chain() -> None:
    assert "raised ValueError: outer in line" in after_call(raises_in_a_chain)


def test_recurses_for_ever() -> None:
    assert "raised RecursionError: maximum recursion depth exceeded" in after_call(recurses)


def test_raises_a_group_in_a_coroutine() -> None:
    assert "raised ExceptionGroup: several (2 sub-exceptions)" in after_call(raises_group)


# -- it is not what it should be ------------------------------------------------------------------


def takes_two(one: int, two: int) -> None:
    pass


def not_written() -> None:
    raise NotImplementedError


def test_is_not_defined() -> None:
    def story() -> None:
        run(no_such_function)  # type: ignore[name-defined]  # noqa: F821

    assert told(story).startswith("no_such_function is not defined: run the cell that defines it")


def test_is_not_callable() -> None:
    assert after_call(5) == "5 is not a function: run needs one."


def test_is_none() -> None:
    assert after_call(None) == "None is not a function: run needs one."


def test_takes_other_arguments() -> None:
    assert after_call(takes_two, 1) == (
        "takes_two does not take the arguments that the exercise names: takes_two() missing 1 "
        "required positional argument: 'two'."
    )


def test_takes_fewer_arguments() -> None:
    assert after_call(one, 1) == (
        "one does not take the arguments that the exercise names: one() takes 0 positional "
        "arguments but 1 was given."
    )


def test_is_not_written_yet() -> None:
    assert after_call(not_written).startswith("not_written is not written yet")


# -- it leaves things behind ----------------------------------------------------------------------


def leaves_a_thread() -> int:
    threading.Thread(target=signal.pause, name="worker").start()
    return 1


def leaves_a_daemon_thread() -> int:
    threading.Thread(target=signal.pause, daemon=True).start()
    return 1


def leaves_a_child() -> int:
    if os.fork() == 0:
        signal.pause()
    return 1


def leaves_a_program() -> int:
    program = subprocess.Popen(["sh", "-c", "echo; kill -STOP $$"], stdout=subprocess.PIPE)
    assert program.stdout
    program.stdout.read(1)  # before that, its name may still be that of who started it
    return 1


def leaves_a_zombie() -> int:
    if os.fork() == 0:
        os._exit(0)
    os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
    return 1


def leaves_a_daemon() -> int:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.pause()
        os._exit(0)
    os.wait()
    return 1


def leaves_nothing() -> int:
    thread = threading.Thread(target=one)
    thread.start()
    thread.join()
    if os.fork() == 0:
        os._exit(0)
    os.wait()
    return 1


def notes(function: Callable[[], object]) -> tuple[str, ...]:
    card = card_of(lambda: call(function).expect(1))
    assert card.verdict.value == "passed"
    return card.warnings


LEFT = {
    leaves_a_thread: "a thread (worker)",
    leaves_a_child: "a running child process",
    leaves_a_zombie: "a zombie (a child that ended, and nobody waited for it)",
    leaves_a_daemon: "a running child process",
}


@pytest.mark.parametrize("turn", range(5))
@pytest.mark.parametrize("function", LEFT, ids=lambda function: getattr(function, "__name__", None))
def test_what_is_left_behind_is_noted(function: Callable[[], object], turn: int) -> None:
    name = getattr(function, "__name__", "")
    assert notes(function) == (f"{name} left {LEFT[function]} behind.",)


def test_a_program_that_is_left_behind_is_noted() -> None:
    assert "leaves_a_program left a stopped child process (sh) behind." in notes(leaves_a_program)


@pytest.mark.parametrize("function", [leaves_nothing, leaves_a_daemon_thread])
def test_where_nothing_is_left_nothing_is_noted(function: Callable[[], object]) -> None:
    assert notes(function) == ()


# -- it reaches for what is not its own -----------------------------------------------------------


def closes_everything() -> int:
    os.closerange(3, 65536)
    return 1


def closes_everything_and_opens_more() -> int:
    os.closerange(3, 65536)
    for _ in range(1000):
        os.dup(0)
    return 1


def closes_its_streams() -> int:
    os.closerange(0, 3)
    return 1


def writes_to_everything(data: bytes) -> int:
    for fd in range(3, 1024):
        try:
            os.write(fd, data)
        except OSError:
            continue
    return 1


def changes_everything() -> int:
    sys.stdout = sys.stderr = None  # type: ignore[assignment]
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    sys.setrecursionlimit(100)
    return 1


def changes_builtins() -> int:
    builtins.len = builtins.isinstance = None  # type: ignore[assignment]
    return 1


CLOSED = "closed a descriptor that it did not open, the one for its answer, instead of returning."
WROTE = "wrote to a descriptor that it did not open, the one for its answer, instead of returning."


def test_closes_every_descriptor() -> None:
    assert after_call(closes_everything) == f"closes_everything {CLOSED}"


def test_closes_every_descriptor_and_opens_others() -> None:
    name = "closes_everything_and_opens_more"
    assert after_call(closes_everything_and_opens_more) == f"{name} {CLOSED}"


def test_closes_its_streams() -> None:
    assert after_call(closes_its_streams) == ""


@pytest.mark.parametrize("garbage", [b"\xff" * 100, b"\0\0\0\1\0\0\xc1", b"\0\0\1\0\0\0"])
def test_writes_garbage_to_every_descriptor(garbage: bytes) -> None:
    assert after_call(writes_to_everything, garbage) == f"writes_to_everything {WROTE}"


def test_changes_everything_in_its_own_process() -> None:
    assert after_call(changes_everything) == ""


def test_changes_what_python_stands_on() -> None:
    text = after_call(changes_builtins)
    assert text.startswith("changes_builtins exited with status 1 instead of returning.")


# -- it returns strange things --------------------------------------------------------------------


def huge() -> bytes:
    return bytes(100_000_000)


def enormous_number() -> int:
    return 10**20_000


def recursive() -> list[object]:
    value: list[object] = []
    value.append(value)
    return value


def deep() -> object:
    value: object = ()
    for _ in range(500):
        value = (value,)
    return value


def custom() -> object:
    return Mute()


def generator() -> Iterator[int]:
    yield 1


def closed_socket() -> socket.socket:
    with socket.socket() as sock:
        return sock


def not_a_number() -> float:
    return float("nan")


def many_sockets() -> list[socket.socket]:
    return [socket.socket() for _ in range(300)]


def a_type() -> type:
    return int


def a_set_of_sets() -> set[frozenset[int]]:
    return {frozenset({1})}


def sockets_in_everything() -> dict[str, object]:
    near, far = socket.socketpair()
    return {"near": (near,), "far": [far]}


STRANGE = [
    huge, enormous_number, recursive, deep, custom, generator, closed_socket, not_a_number,
    many_sockets, a_type, a_set_of_sets, sockets_in_everything,
]  # fmt: skip


@pytest.mark.parametrize("function", STRANGE, ids=lambda function: function.__name__)
def test_returns_something_strange(function: Callable[[], object]) -> None:
    text = after_call(function)
    assert text.startswith(f"{function.__name__} returned something else. expected 1 received")


def test_an_infinite_repr_has_a_limit_of_its_own_time() -> None:
    assert "computes without an end" in after_call(returns_what_never_says_what_it_is)


class Endless:
    def __repr__(self) -> str:
        while True:
            pass


def returns_what_never_says_what_it_is() -> object:
    return Endless()


# -- a subject that goes on -----------------------------------------------------------------------


def test_a_call_after_the_end_of_the_process_says_how_it_ended() -> None:
    def story() -> None:
        with subject() as s:
            s.call(one).expect(1)
            s.call(exits_at_once)
            s.call(one).expect(1)

    assert told(story) == "one exited with status 4 instead of returning."


@pytest.mark.parametrize("turn", range(40))
def test_a_call_just_after_the_end_says_how_it_ended(turn: int) -> None:
    def story() -> None:
        with subject() as s:
            os.kill(s.pid, signal.SIGKILL)
            s.call(one).expect(1)

    assert told(story) == "one was ended by SIGKILL instead of returning."


def test_a_socket_may_be_given_once() -> None:
    def story() -> None:
        _ours, theirs = pair("unix")
        call(one_of, theirs)
        call(one_of, theirs)

    assert "this end was given to another process already" in told(story)


def one_of(_sock: socket.socket) -> int:
    return 1
