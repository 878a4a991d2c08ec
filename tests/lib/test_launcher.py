"""A function as a notebook has it, in a fresh process: what travels, and what says its name."""

import asyncio
import contextlib
import functools
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ipclab import call, run, subject
from ipclab.launch.launcher import Launcher
from ipclab.launch.processes import children_of
from ipclab.launch.worker import Worker
from ipclab.notebooks.notebook import Cell, Kind
from ipclab.notebooks.runner import Namespace, execute, fresh_namespace
from tests.lib.live import as_in_a_notebook, card_of, told, watched

as_in_a_notebook(__name__)


def notebook(*cells: str) -> Namespace:
    """What is defined after these cells ran."""
    namespace = fresh_namespace()
    for number, source in enumerate(cells):
        ran = execute(Cell(number, Kind.CODE, source, f"cell-{number}"), namespace)
        assert not ran.error, ran.error
    return namespace


def value_of(function: Callable[..., object], *args: object) -> object:
    values: list[object] = []
    card = card_of(lambda: values.append(call(function, *args).value))
    assert card.verdict.value == "passed", card.text()
    return values[0]


# -- the process --------------------------------------------------------------------------------


def handles_a_signal() -> bool:
    came = []
    signal.signal(signal.SIGUSR1, lambda *_: came.append(True))
    signal.raise_signal(signal.SIGUSR1)
    return came == [True]


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate()]


def thread_count() -> int:
    return len(os.listdir("/proc/self/task"))


def ids() -> list[int]:
    return [os.getpid(), os.getsid(0), os.getpgrp()]


def streams() -> list[str]:
    return [os.readlink(f"/proc/self/fd/{fd}").partition(":")[0] for fd in range(3)]


def first_descriptor() -> int:
    with socket.socket() as sock:
        return sock.fileno()


def signals_ignored_or_blocked() -> list[int]:
    pythons = {signal.SIGPIPE, signal.SIGXFSZ}
    valid = signal.valid_signals() - pythons
    ignored = [n for n in valid if signal.getsignal(n) is signal.SIG_IGN]
    return ignored + list(signal.pthread_sigmask(signal.SIG_BLOCK, []))


def test_its_main_thread_runs_the_function_so_signal_handlers_work() -> None:
    assert value_of(handles_a_signal) is True


def test_it_has_one_thread() -> None:
    assert value_of(threads) == ["MainThread"]
    assert value_of(thread_count) == 1


def test_it_is_another_process_with_a_session_of_its_own() -> None:
    pid, session, group = value_of(ids)  # type: ignore[misc]
    assert pid == session == group
    assert pid != os.getpid()


def test_it_is_where_we_are_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert value_of(os.getcwd) == os.getcwd()
    monkeypatch.chdir(tmp_path)
    assert value_of(os.getcwd) == str(tmp_path)


def test_its_streams_are_its_own() -> None:
    assert value_of(streams) == ["/dev/null", "pipe", "pipe"]


def test_the_first_descriptor_that_it_opens_is_3() -> None:
    assert value_of(first_descriptor) == 3


def test_no_signal_is_ignored_or_blocked() -> None:
    assert value_of(signals_ignored_or_blocked) == []


def test_each_call_is_a_process_of_its_own_and_a_subject_is_one() -> None:
    assert value_of(os.getpid) != value_of(os.getpid)

    def story() -> None:
        with subject() as s:
            s.call(os.getpid).expect(s.pid)
            s.call(os.getpid).expect(s.pid)

    assert card_of(story).verdict.value == "passed"


def test_what_it_prints_reaches_us_and_nobody_else(capfd: pytest.CaptureFixture[str]) -> None:
    printed: list[str] = []

    def story() -> None:
        with run(print, "hello", "there") as printer:
            printer.expect(None)
            printed.append(printer.stdout)

    assert card_of(story).verdict.value == "passed"
    assert printed == ["hello there\n"]
    assert capfd.readouterr() == ("", "")


# -- functions of a notebook -----------------------------------------------------------------------

HELPERS = """
import math
LIMIT = 10

def double(x):
    return 2 * x
"""

RUNS = {
    "a helper and a global": ("def f():\n    return double(LIMIT)", 20),
    "an import": ("def f():\n    return math.floor(2.5)", 2),
    "itself": ("def f(n=5):\n    return 1 if n == 0 else n * f(n - 1)", 120),
    "each other": (
        "def even(n):\n    return n == 0 or odd(n - 1)\n"
        "def odd(n):\n    return n != 0 and even(n - 1)\n"
        "def f():\n    return even(10)",
        True,
    ),
    "a lambda": ("f = lambda: double(3)", 6),
    "a lambda with a default": ("f = lambda x=LIMIT: x", 10),
    "a class": (
        "class Counter:\n    start = LIMIT\n    def next(self):\n        return self.start + 1\n"
        "def f():\n    return Counter().next()",
        11,
    ),
    "a bound method": (
        "class Counter:\n    def __init__(self):\n        self.at = LIMIT\n"
        "    def next(self):\n        return double(self.at)\nf = Counter().next",
        20,
    ),
    "an object that is called": (
        "class Adder:\n    def __call__(self):\n        return double(1)\nf = Adder()",
        2,
    ),
    "a decorator": (
        "import functools\ndef twice(g):\n    @functools.wraps(g)\n    def wrapper(*args):\n"
        "        return 2 * g(*args)\n    return wrapper\n@twice\ndef f():\n    return double(5)",
        20,
    ),
    "a cache": ("import functools\n@functools.cache\ndef f():\n    return double(5)", 10),
    "a partial": ("import functools\nf = functools.partial(double, 21)", 42),
    "a closure": (
        "def maker(n):\n    def inner():\n        return double(n)\n    return inner\nf = maker(4)",
        8,
    ),
    "a coroutine": ("import asyncio\nasync def f():\n    await asyncio.sleep(0)\n    return 7", 7),
    "a coroutine behind a function": ("async def g():\n    return 8\ndef f():\n    return g()", 8),
    "a partial of a coroutine": (
        "import functools\nasync def g(n):\n    return n\nf = functools.partial(g, 9)",
        9,
    ),
    "a dataclass": (
        "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int = 3\n"
        "def f():\n    return P().x",
        3,
    ),
    "an enum": ("import enum\nclass E(enum.Enum):\n    A = 1\ndef f():\n    return E.A.value", 1),
    "a generator inside": (
        "def g():\n    yield from (1, 2)\ndef f():\n    return list(g())",
        [1, 2],
    ),
    "a global that it changes": ("n = 1\ndef f():\n    global n\n    n += 1\n    return n", 2),
}


@pytest.mark.parametrize(("cell", "value"), RUNS.values(), ids=RUNS.keys())
def test_a_function_that_uses(cell: str, value: object) -> None:
    assert value_of(notebook(HELPERS, cell)["f"]) == value  # type: ignore[arg-type]


def test_what_it_changes_stays_in_its_process() -> None:
    cells = notebook("n = [1]\ndef f():\n    n.append(2)\n    return n")
    assert value_of(cells["f"]) == [1, 2]  # type: ignore[arg-type]
    assert cells["n"] == [1]


def test_a_function_is_called_as_its_cell_now_says() -> None:
    cells = notebook("def f():\n    return 1")
    assert value_of(cells["f"]) == 1  # type: ignore[arg-type]
    execute(Cell(1, Kind.CODE, "def f():\n    return 2", "again"), cells)
    assert value_of(cells["f"]) == 2  # type: ignore[arg-type]


def test_arguments_travel_functions_among_them() -> None:
    cells = notebook("def apply(g, x):\n    return g(x)\ndef square(x):\n    return x * x")
    assert value_of(cells["apply"], cells["square"], 5) == 25  # type: ignore[arg-type]


def test_a_bytearray_comes_back_changed() -> None:
    buffer = bytearray(b"abc")

    def change(given: bytearray) -> None:
        given[0:1] = b"xyz"

    assert value_of(change, buffer) is None
    assert buffer == b"xyzbc"


# -- what cannot travel ---------------------------------------------------------------------------

STAYS = {
    "a lock": ("import threading\nguard = threading.Lock()", "guard", "with guard:\n        pass"),
    "a socket": ("import socket\nsock = socket.socket()", "sock", "sock.close()"),
    "a file": ("log = open('/dev/null')", "log", "log.read()"),
    "a file to write": ("log = open('/dev/null', 'w')", "log", "log.write('')"),
    "a generator": ("numbers = (n for n in 'abc')", "numbers", "next(numbers)"),
    "a thread": ("import threading\nt = threading.Thread()", "t", "t.start()"),
    "locks in a list": (
        "import threading\nlocks = [threading.Lock()]",
        "locks",
        "locks[0].acquire()",
    ),
    "a lock in an object": (
        "import threading\nclass Safe:\n    def __init__(self):\n"
        "        self.lock = threading.Lock()\nsafe = Safe()",
        "safe",
        "safe.lock.acquire()",
    ),
}


@pytest.mark.parametrize(("before", "name", "use"), STAYS.values(), ids=STAYS.keys())
def test_a_global_that_cannot_travel_is_named(before: str, name: str, use: str) -> None:
    cells = notebook(before, f"def f():\n    {use}")
    with closing(cells[name]):
        assert told(lambda: call(cells["f"])).startswith(  # type: ignore[arg-type]
            f"f uses {name}, which cannot be sent to the process that runs it (cannot pickle"
        )


@contextlib.contextmanager
def closing(item: object) -> Iterator[None]:
    yield
    getattr(item, "close", lambda: None)()


LOCK = "import threading\nguard = threading.Lock()\n"
USES = {
    "in a helper": "def g():\n    guard.acquire()\ndef f():\n    g()",
    "in a helper of a helper": (
        "def h():\n    guard.acquire()\ndef g():\n    h()\ndef f():\n    g()"
    ),
    "in a function in a function": (
        "def f():\n  def g():\n    def h():\n      guard.acquire()\n    h()\n  g()"
    ),
    "in a method": ("class C:\n    def go(self):\n        guard.acquire()\ndef f():\n    C().go()"),
    "in a closure": (
        "def maker(guard):\n    def inner():\n        guard.acquire()\n    return inner\n"
        "f = maker(guard)\nf.__name__ = 'f'"
    ),
    "behind a decorator": (
        "import functools\ndef d(g):\n    @functools.wraps(g)\n    def wrapper():\n"
        "        return g()\n    return wrapper\n@d\ndef f():\n    guard.acquire()"
    ),
    "in a table of functions": "def g():\n    guard.acquire()\nT = {1: g}\ndef f():\n    T[1]()",
}


@pytest.mark.parametrize("cell", USES.values(), ids=USES.keys())
def test_what_cannot_travel_is_named_wherever_it_is_used(cell: str) -> None:
    cells = notebook(LOCK, cell)
    assert told(lambda: call(cells["f"])).startswith("f uses guard, which cannot")  # type: ignore[arg-type]


def test_an_argument_that_cannot_travel_is_named_as_one() -> None:
    assert told(lambda: call(print, threading.Lock())).startswith(
        "print uses an argument, which cannot be sent"
    )


# -- where it stands, in whatever kind of function -------------------------------------------------

KINDS = {
    "f": "def f():\n    sock.recv(1)",
    "helper": "def helper():\n    sock.recv(1)\ndef f():\n    helper()",
    "method": "class C:\n    def f(self):\n        sock.recv(1)\nf = C().f",
    "coroutine": "import asyncio\nasync def f():\n    await asyncio.Future()",
    "coroutine in a coroutine": (
        "import asyncio\nasync def g():\n    await asyncio.Future()\nasync def f():\n    await g()"
    ),
    "partial": "import functools\ndef g(n):\n    sock.recv(1)\nf = functools.partial(g, 1)",
    "decorated": (
        "import functools\ndef d(g):\n    @functools.wraps(g)\n    def wrapper():\n"
        "        return g()\n    return wrapper\n@d\ndef f():\n    sock.recv(1)"
    ),
}


@pytest.mark.parametrize("cell", KINDS.values(), ids=KINDS.keys())
def test_the_line_is_told_in_whatever_kind_of_function(cell: str) -> None:
    source = cell.replace("sock.recv(1)", "(lambda e: e[0].recv(1))(socket.socketpair())")
    cells = notebook("import socket", source)
    assert " in line " in told(lambda: call(cells["f"]).value)  # type: ignore[arg-type]


# -- the nursery -----------------------------------------------------------------------------------


def test_a_learners_own_module_can_be_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my_helpers_for_ipclab.py").write_text("def answer():\n    return 42\n")
    program = (
        "from my_helpers_for_ipclab import answer\nfrom ipclab import call\n"
        "call(answer).expect(42)\nprint('passed')"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert output_of(program, tmp_path) == "passed\n"


def test_a_learners_module_named_like_one_of_ours_does_no_harm(tmp_path: Path) -> None:
    for name in ("socket", "select", "signal", "json", "codec", "processes"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('the wrong one')\n")
    program = (
        "import sys\nfrom ipclab import call\nsys.path.insert(0, '')\n"
        "call(max, 1, 2).expect(2)\nprint('passed')"
    )
    assert output_of(program, tmp_path) == "passed\n"


def output_of(program: str, folder: Path) -> str:
    ended = subprocess.run(
        [sys.executable, "-P", "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stderr == ""
    return ended.stdout


def test_a_nursery_inherits_no_mask_and_no_ignored_signal(tmp_path: Path) -> None:
    program = (
        "import signal\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])\n"
        "from ipclab import call\n"
        "call(signal.getsignal, signal.SIGHUP).expect(signal.SIG_DFL.value)\n"
        "call(signal.pthread_sigmask, signal.SIG_BLOCK, []).expect(set())\n"
        "print('passed')"
    )
    assert output_of(program, tmp_path) == "passed\n"


def test_used_by_a_coroutine_of_ours_it_works_too() -> None:
    async def story() -> object:
        return call(max, 1, 2).value

    assert asyncio.run(story()) == 2
    assert functools.reduce(max, [1, 2]) == 2


def test_a_program_is_started_by_a_list_of_words() -> None:
    def story() -> None:
        with run(["sh", "-c", "echo hello; exit 3"]) as program:
            program.expect_exit(3)
            assert program.stdout == "hello\n"

    assert card_of(story).verdict.value == "passed"


def test_a_program_that_is_not_there_is_told() -> None:
    def story() -> None:
        with run(["no-such-program-anywhere"]) as program:
            program.expect_exit(0)

    assert "No such file or directory" in told(story)


def test_threads_that_start_subjects_at_once_share_one_nursery() -> None:
    fresh, together, workers = Launcher(), threading.Barrier(8), list[Worker]()

    def start() -> None:
        together.wait()
        workers.append(Worker(fresh))

    starters = [threading.Thread(target=start) for _ in range(8)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    with watched() as subjects:
        subjects.add(*(worker.pid for worker in workers))

        assert fresh.nurseries == 1
        assert len({worker.pid for worker in workers}) == 8
        assert len({worker.guardian for worker in workers}) == 8
        for worker in workers:
            worker.end()
        assert subjects.all_ended()
    fresh.close()


# -- guardians ------------------------------------------------------------------------------------


@pytest.fixture
def fresh() -> Iterator[Launcher]:
    launcher = Launcher()
    yield launcher
    launcher.close()


def guardian_of_one_more(launcher: Launcher) -> int:
    worker = Worker(launcher)
    worker.end()
    assert not worker.guardian_was_killed
    return worker.guardian


def test_a_guardian_guards_one_subject_after_the_other(fresh: Launcher) -> None:
    assert len({guardian_of_one_more(fresh) for _ in range(3)}) == 1


@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGKILL])
def test_a_free_guardian_that_is_stopped_or_ended_harms_nobody(
    fresh: Launcher, number: signal.Signals
) -> None:
    lives = Worker(fresh)
    os.kill(guardian_of_one_more(fresh), number)
    assert guardian_of_one_more(fresh)
    assert fresh.nurseries == 1
    lives.end()
    assert not lives.guardian_was_killed


def test_a_guardian_of_a_nursery_that_is_gone_is_not_kept(fresh: Launcher) -> None:
    worker = Worker(fresh)
    fresh.close()
    worker.end()
    assert fresh.free == []
    assert guardian_of_one_more(fresh) != worker.guardian


# -- started ahead ---------------------------------------------------------------------------------


def ahead(launcher: Launcher, count: int) -> list[int]:
    """The process ids of so many that were started ahead, when they are there."""
    launcher.start_ahead(count)
    for each in launcher._ahead:
        select.select([each.channel], [], [])
    return [pid for each in launcher._ahead for pid in children_of(each.guardian.pid)]


def test_who_was_started_ahead_is_taken_next(fresh: Launcher) -> None:
    pids = ahead(fresh, 2)
    workers = [Worker(fresh), Worker(fresh), Worker(fresh)]
    assert [worker.pid for worker in workers[:2]] == pids
    for worker in workers:
        worker.end()


def test_who_was_started_ahead_elsewhere_is_not_taken(
    fresh: Launcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids = ahead(fresh, 1)
    monkeypatch.chdir(tmp_path)
    worker = Worker(fresh)
    assert worker.pid not in pids
    assert os.readlink(f"/proc/{worker.pid}/cwd") == str(tmp_path)
    worker.end()


@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGKILL])
def test_who_was_started_ahead_may_be_stopped_or_ended(
    fresh: Launcher, number: signal.Signals
) -> None:
    [pid] = ahead(fresh, 1)
    with watched() as subjects:
        subjects.add(pid)
        os.kill(pid, number)
        assert number is signal.SIGSTOP or subjects.all_ended()
        worker = Worker(fresh)
    assert (worker.pid == pid) == (number is signal.SIGSTOP)
    worker.say(("exec", ["true"]))
    worker._hear_the_end()
    assert worker.status == 0
    worker.end()


def test_who_was_started_ahead_for_nothing_is_ended(fresh: Launcher) -> None:
    with watched() as subjects:
        subjects.add(*ahead(fresh, 2))
        fresh.drop_ahead()
        assert subjects.all_ended()
    assert guardian_of_one_more(fresh)
    assert fresh.nurseries == 1
