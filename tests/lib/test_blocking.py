"""The table of system calls, read against the running kernel: make each call, and look."""

import ctypes
import fcntl
import os
import platform
import select
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sysv_ipc

from ipclab import mailbox, message_queue, run, semaphore
from ipclab.outside import blocking, proc
from ipclab.stage import Stage
from tests.lib.live import as_in_a_notebook

as_in_a_notebook(__name__)


def readv() -> None:
    ends = os.pipe()
    os.readv(ends[0], [bytearray(1)])


def recvfrom() -> None:
    ends = socket.socketpair()
    ends[0].recv(1)


def recvmsg() -> None:
    ends = socket.socketpair()
    ends[0].recvmsg(1)


def write() -> None:
    ends = os.pipe()
    while True:
        os.write(ends[1], bytes(65536))


def writev() -> None:
    ends = os.pipe()
    while True:
        os.writev(ends[1], [bytes(65536)])


def sendto() -> None:
    ends = socket.socketpair()
    ends[0].sendall(bytes(10_000_000))


def sendmsg() -> None:
    ends = socket.socketpair()
    while True:
        ends[0].sendmsg([bytes(65536)])


def sendfile() -> None:
    ends = socket.socketpair()
    with open("/dev/zero", "rb") as zeros, open("large", "wb+") as large:
        large.write(zeros.read(10_000_000))
        large.flush()
        os.sendfile(ends[0].fileno(), large.fileno(), 0, 10_000_000)
        os.sendfile(ends[0].fileno(), large.fileno(), 0, 10_000_000)


def splice() -> None:
    first, second = os.pipe(), os.pipe()
    os.splice(first[0], second[1], 1)


def accept4() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.accept()


def poll() -> None:
    select.poll().poll()


def select_() -> None:
    select.select([], [], [])


def epoll_wait() -> None:
    select.epoll().poll()


def wait4() -> None:
    if os.fork() == 0:
        signal.pause()
    os.wait()


def waitid() -> None:
    if os.fork() == 0:
        signal.pause()
    os.waitid(os.P_ALL, 0, os.WEXITED)


def futex() -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def flock() -> None:
    with open("lock", "w") as first, open("lock") as second:
        fcntl.flock(first, fcntl.LOCK_EX)
        fcntl.flock(second, fcntl.LOCK_EX)


def record_lock() -> None:
    with open("lock", "w") as file:
        told, tell = os.pipe()
        fcntl.lockf(file, fcntl.LOCK_EX)
        if os.fork() == 0:
            fcntl.lockf(file, fcntl.LOCK_EX)
        os.read(told, tell)


def pause() -> None:
    signal.pause()


def rt_sigsuspend() -> None:
    ctypes.CDLL(None).sigsuspend(bytes(128))


def rt_sigtimedwait() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    signal.sigwait({signal.SIGUSR1})


def openat() -> None:
    os.mkfifo("fifo")
    os.open("fifo", os.O_RDONLY)


# By our name for it, the ways that a kernel and a C library may make the call.
MADE = {
    readv: {"readv"}, recvfrom: {"recvfrom"}, recvmsg: {"recvmsg"}, write: {"write"},
    writev: {"writev"}, sendto: {"sendto"}, sendmsg: {"sendmsg"}, sendfile: {"sendfile"},
    splice: {"splice"}, accept4: {"accept4"}, poll: {"poll", "ppoll"},
    select_: {"select", "pselect6"}, epoll_wait: {"epoll_wait", "epoll_pwait"}, wait4: {"wait4"},
    waitid: {"waitid"}, futex: {"futex"}, flock: {"flock"}, record_lock: {"fcntl", "read"},
    pause: {"pause", "ppoll"}, rt_sigsuspend: {"rt_sigsuspend"},
    rt_sigtimedwait: {"rt_sigtimedwait"}, openat: {"openat"},
}  # fmt: skip


def calls_of(function: Callable[..., object], *kinds: Callable[[], object]) -> set[str]:
    """The names, by our table, of the calls that a function and its children are blocked in.

    `kinds`: what makes its arguments.
    """
    with Stage() as stage:
        started = run(function, *(make() for make in kinds))
        started.until_idle()
        threads = [t for pid in (started.pid, *started.children()) for t in proc.threads(pid)]
        assert stage.guardians
        return {blocking.KNOWN[t.call].name for t in threads if t.call in blocking.KNOWN}


@pytest.mark.parametrize("function", MADE, ids=lambda function: function.__name__)
def test_the_kernel_shows_the_call_by_our_number(
    function: Callable[[], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    calls = calls_of(function)
    assert calls & MADE[function]
    assert calls <= MADE[function] | {"pause", "ppoll"}  # a child that pauses


def receive(box: Any) -> None:
    box.receive()


def fill(box: Any) -> None:
    while True:
        box.send(b"more")


def acquire(lock: Any) -> None:
    lock.acquire()


def wait_for_semop(key: int) -> None:
    sysv_ipc.Semaphore(key).acquire()


@pytest.fixture
def system_v_semaphore() -> Iterator["sysv_ipc.Semaphore"]:
    semaphore = sysv_ipc.Semaphore(None, sysv_ipc.IPC_CREX, initial_value=0)
    yield semaphore
    semaphore.remove()


@pytest.mark.parametrize(
    ("function", "kind", "call"),
    [
        (receive, mailbox, "msgrcv"),
        (fill, mailbox, "msgsnd"),
        (receive, message_queue, "mq_timedreceive"),
        (fill, message_queue, "mq_timedsend"),
        (acquire, lambda: semaphore(0), "futex"),
    ],
)
def test_the_kernel_shows_who_waits_in_an_object_with_a_name(
    function: Callable[[object], object], kind: Callable[[], object], call: str
) -> None:
    assert calls_of(function, kind) == {call}


def test_the_kernel_shows_who_waits_for_a_system_v_semaphore(
    system_v_semaphore: "sysv_ipc.Semaphore",
) -> None:
    calls = calls_of(wait_for_semop, lambda: system_v_semaphore.key)

    assert calls <= {"semop", "semtimedop"}
    assert calls


def test_this_machine_is_known() -> None:
    assert platform.machine() in ("x86_64", "aarch64")
    assert blocking.KNOWN


def test_another_machine_has_no_table_and_so_deadlines() -> None:
    assert blocking.table("riscv64") == {}


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_no_two_calls_have_one_number(machine: str) -> None:
    numbers = [getattr(call, machine) for call in blocking.CALLS]
    known = [number for number in numbers if number is not None]
    assert len(known) == len(set(known)) == len(blocking.table(machine))


HEADERS = Path("/usr/include")
UNISTD = {"x86_64": "asm/unistd_64.h", "aarch64": "asm-generic/unistd.h"}


def numbers_in_the_header(machine: str) -> dict[str, int]:
    (header,) = [*HEADERS.glob(f"*/{UNISTD[machine]}"), *HEADERS.glob(UNISTD[machine])][:1]
    words = (line.split() for line in header.read_text().splitlines())
    defined = {w[1]: w[2] for w in words if len(w) >= 3 and w[0] == "#define"}
    names = {name: value for name, value in defined.items() if name.startswith("__NR")}
    return {
        name.removeprefix("__NR3264_").removeprefix("__NR_"): int(value)
        for name, value in names.items()
        if value.isdigit()
    }


@pytest.mark.parametrize("machine", sorted({"aarch64", platform.machine()}))
def test_the_numbers_are_those_of_the_kernels_headers(machine: str) -> None:
    header = numbers_in_the_header(machine)
    ours = {call.name: getattr(call, machine) for call in blocking.CALLS}
    assert {name: number for name, number in ours.items() if number is not None} == {
        name: header[name] for name, number in ours.items() if number is not None
    }


LIMITED = 0x7FFF_0000_0000  # somewhere in memory: a pointer to a limit


@pytest.mark.parametrize(
    ("name", "unlimited", "limited"),
    [
        ("poll", (1, 1, 0xFFFFFFFF), (1, 1, 100)),
        ("poll", (1, 1, 0xFFFFFFFFFFFFFFFF), (1, 1, 0)),
        ("ppoll", (1, 1, 0), (1, 1, LIMITED)),
        ("select", (1, 1, 1, 1, 0), (1, 1, 1, 1, LIMITED)),
        ("epoll_wait", (1, 1, 1, 0xFFFFFFFF), (1, 1, 1, 1)),
        ("futex", (1, 0x80, 1, 0), (1, 0x80, 1, LIMITED)),
        ("futex", (1, 0x189, 1, 0), (1, 0x81, 1, 0)),  # WAIT_BITSET; WAKE is no wait
        ("rt_sigtimedwait", (1, 1, 0), (1, 1, LIMITED)),
        ("mq_timedreceive", (3, 1, 9, 1, 0), (3, 1, 9, 1, LIMITED)),
        ("mq_timedsend", (3, 1, 9, 1, 0), (3, 1, 9, 1, LIMITED)),
        ("fcntl", (3, 7, 1), (3, 6, 1)),  # F_SETLKW; F_SETLK does not wait
        ("semtimedop", (1, 1, 1, 0), (1, 1, 1, LIMITED)),
    ],
)
def test_a_limit_is_seen_in_the_arguments(
    name: str, unlimited: tuple[int, ...], limited: tuple[int, ...]
) -> None:
    (call,) = [call for call in blocking.CALLS if call.name == name]
    rest = (0,) * 6
    assert call.unlimited((*unlimited, *rest)[:6])
    assert not call.unlimited((*limited, *rest)[:6])
