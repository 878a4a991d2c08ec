"""Who stands still is called stuck, and who may yet wake by itself never is."""

import asyncio
import ctypes
import fcntl
import mmap
import os
import queue
import select
import signal
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ipclab import call, pair, run
from ipclab.clock import Ending
from ipclab.outside.quiescence import Cycles
from ipclab.stage import Stage
from tests.lib.live import as_in_a_notebook, card_of, told

as_in_a_notebook(__name__)

SOON = 0.2  # seconds: a wait that ends by itself


def ending_of(function: Callable[..., object], *args: object) -> Ending:
    with Stage() as stage:
        started = run(function, *args)
        return stage.wait(started._settled)


# -- blocked for ever: each is called stuck --------------------------------------------------------


def in_recv() -> None:
    near, _far = socket.socketpair()
    near.recv(1)


def in_recv_of_tcp() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        listener.accept()[0].recv(1)
        client.close()


def in_recv_with_waitall() -> None:
    near, far = socket.socketpair()
    far.send(b"half")
    near.recv(8, socket.MSG_WAITALL)


def in_recvmsg() -> None:
    near, _far = socket.socketpair()
    near.recvmsg(1)


def in_recv_of_udp() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.recv(1)


def in_accept() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.accept()


def in_read_of_a_pipe() -> None:
    read_end, _write_end = os.pipe()
    os.read(read_end, 1)


def in_write_to_a_pipe() -> None:
    _read_end, write_end = os.pipe()
    while True:
        os.write(write_end, bytes(65536))


def in_send() -> None:
    near, _far = socket.socketpair()
    near.sendall(bytes(10_000_000))


def in_send_of_tcp() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        client.sendall(bytes(100_000_000))


def in_open_of_a_fifo() -> None:
    os.mkfifo(f"fifo-{os.getpid()}")
    os.open(f"fifo-{os.getpid()}", os.O_RDONLY)


def in_poll() -> None:
    select.poll().poll()


def in_poll_with_minus_one() -> None:
    poller = select.poll()
    poller.register(os.pipe()[0])
    poller.poll(-1)


def in_select() -> None:
    select.select([os.pipe()[0]], [], [])


def in_epoll() -> None:
    epoll = select.epoll()
    epoll.register(os.pipe()[0])
    epoll.poll()


def in_a_join() -> None:
    thread = threading.Thread(target=signal.pause)
    thread.start()
    thread.join()


def in_a_lock() -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def in_an_event() -> None:
    threading.Event().wait()


def in_a_queue() -> None:
    queue.Queue[None]().get()


def in_wait_for_a_child() -> None:
    if os.fork() == 0:
        signal.pause()
    os.wait()


def in_waitpid() -> None:
    pid = os.fork()
    if pid == 0:
        signal.pause()
    os.waitpid(pid, 0)


def in_sigwait() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    signal.sigwait({signal.SIGUSR1})


def in_pause() -> None:
    signal.pause()


def in_a_coroutine_that_waits() -> None:
    asyncio.run(never())


async def never() -> None:
    await asyncio.get_running_loop().create_future()


def in_flock() -> None:
    lock = os.memfd_create("lock")
    with open(f"/proc/self/fd/{lock}", "w") as first, open(f"/proc/self/fd/{lock}") as second:
        fcntl.flock(first, fcntl.LOCK_EX)
        fcntl.flock(second, fcntl.LOCK_EX)


def in_several_threads() -> None:
    for _ in range(5):
        threading.Thread(target=in_recv).start()
    in_accept()


def in_a_forked_child() -> None:
    for _ in range(3):
        if os.fork() == 0:
            in_recv()
    in_accept()


def as_a_daemon() -> None:
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
    in_recv()


def stopped() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def with_a_zombie() -> None:
    if os.fork() == 0:
        os._exit(0)
    in_recv()


def with_a_disarmed_timer() -> None:
    fd = timerfd(100)
    disarmed = struct.pack("qqqq", 0, 0, 0, 0)
    ctypes.CDLL(None).timerfd_settime(fd, 0, disarmed, None)
    in_recv()


STUCK = [
    in_recv, in_recv_of_tcp, in_recv_with_waitall, in_recvmsg, in_recv_of_udp, in_accept,
    in_read_of_a_pipe, in_write_to_a_pipe, in_send, in_send_of_tcp, in_open_of_a_fifo, in_poll,
    in_poll_with_minus_one, in_select, in_epoll, in_a_join, in_a_lock, in_an_event, in_a_queue,
    in_wait_for_a_child, in_waitpid, in_sigwait, in_pause, in_a_coroutine_that_waits, never,
    in_flock, in_several_threads, in_a_forked_child, as_a_daemon, stopped, with_a_zombie,
    with_a_disarmed_timer,
]  # fmt: skip


@pytest.fixture
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_in_a_folder_of_its_own")
@pytest.mark.parametrize("function", STUCK, ids=lambda function: function.__name__)
def test_who_is_blocked_for_ever_is_called_stuck(function: Callable[[], object]) -> None:
    assert ending_of(function) is Ending.QUIESCENT


# -- waits that end by themselves: never called stuck ----------------------------------------------


def settimeout() -> None:
    near, _far = socket.socketpair()
    near.settimeout(SOON)
    with pytest.raises(TimeoutError):
        near.recv(1)


def select_with_a_limit() -> None:
    select.select([os.pipe()[0]], [], [], SOON)


def poll_with_a_limit() -> None:
    select.poll().poll(SOON * 1000)


def epoll_with_a_limit() -> None:
    select.epoll().poll(SOON)


def limit_on_receiving() -> None:
    near, _far = socket.socketpair()
    near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, 200_000))
    with pytest.raises(BlockingIOError):
        near.recv(1)


def limit_on_accepting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, 200_000))
        with pytest.raises(BlockingIOError):
            listener.accept()


def limit_on_sending() -> None:
    near, _far = socket.socketpair()
    near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", 0, 200_000))
    with pytest.raises(BlockingIOError):
        near.sendall(bytes(10_000_000))


async def call_later() -> None:
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    loop.call_later(SOON, done.set_result, None)
    await done


async def sleeping() -> None:
    await asyncio.wait([asyncio.get_running_loop().create_future()], timeout=SOON)


def timer_thread() -> None:
    done = threading.Event()
    threading.Timer(SOON, done.set).start()
    done.wait()


def lock_with_a_limit() -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire(timeout=SOON)


def alarm() -> None:
    near, far = socket.socketpair()
    signal.signal(signal.SIGALRM, lambda *_: far.send(b"!"))
    signal.setitimer(signal.ITIMER_REAL, SOON)
    near.recv(1)


def alarm_in_another_call() -> None:
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.alarm(1)
    signal.pause()


def alarm_waited_for() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    signal.setitimer(signal.ITIMER_REAL, SOON)
    signal.sigwait({signal.SIGALRM})


def signal_with_a_limit() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    signal.sigtimedwait({signal.SIGUSR1}, SOON)


def timerfd(seconds: float) -> int:
    libc = ctypes.CDLL(None)
    fd = libc.timerfd_create(time.CLOCK_MONOTONIC, 0)
    whole = int(seconds)
    spec = struct.pack("qqqq", 0, 0, whole, int((seconds - whole) * 1e9))
    assert libc.timerfd_settime(fd, 0, spec, None) == 0
    return int(fd)


def timer_descriptor() -> None:
    os.read(timerfd(SOON), 8)


def posix_timer() -> None:
    near, far = socket.socketpair()
    signal.signal(signal.SIGUSR1, lambda *_: far.send(b"!"))
    event = struct.pack("qii48x", 0, signal.SIGUSR1, 0)
    libc, timer = ctypes.CDLL(None), ctypes.c_void_p()
    assert libc.timer_create(time.CLOCK_MONOTONIC, event, ctypes.byref(timer)) == 0
    spec = struct.pack("qqqq", 0, 0, 0, int(SOON * 1e9))
    assert libc.timer_settime(timer, 0, spec, None) == 0
    near.recv(1)


def sleep() -> None:
    select.select([], [], [], SOON)


def child_that_sleeps() -> None:
    if os.fork() == 0:
        select.select([], [], [], SOON)
        os._exit(0)
    os.wait()


def program_that_sleeps() -> None:
    subprocess.run(["sleep", "0.2"], check=True)


def compute() -> int:
    return sum(range(8_000_000))


def thread_that_computes() -> None:
    thread = threading.Thread(target=compute)
    thread.start()
    thread.join()


def child_that_computes() -> None:
    if os.fork() == 0:
        compute()
        os._exit(0)
    os.wait()


def daemon_that_computes() -> None:
    near, far = socket.socketpair()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            compute()
            far.send(b"!")
        os._exit(0)
    os.wait()
    near.recv(1)


def daemon_that_sleeps() -> None:
    near, far = socket.socketpair()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            select.select([], [], [], SOON)
            far.send(b"!")
        os._exit(0)
    os.wait()
    near.recv(1)


def who_continues_me() -> None:
    me = os.getpid()
    if os.fork() == 0:
        with open(f"/proc/{me}/stat") as stat:
            while " T " not in stat.read():
                stat.seek(0)
        select.select([], [], [], SOON)
        os.kill(me, signal.SIGCONT)
        os._exit(0)
    os.kill(me, signal.SIGSTOP)


def alarm_clock_in_another_thread() -> None:
    done = threading.Event()
    threading.Thread(target=lambda: (select.select([], [], [], SOON), done.set())).start()
    done.wait()


def spinning_on_shared_memory() -> None:
    shared = mmap.mmap(-1, 1)
    if os.fork() == 0:
        compute()
        shared[0] = 1
        os._exit(0)
    while not shared[0]:
        pass


WAKING = [
    settimeout, select_with_a_limit, poll_with_a_limit, epoll_with_a_limit, limit_on_receiving,
    limit_on_accepting, limit_on_sending, call_later, sleeping, timer_thread, lock_with_a_limit,
    alarm, alarm_in_another_call, alarm_waited_for, signal_with_a_limit, timer_descriptor,
    posix_timer, sleep, child_that_sleeps, program_that_sleeps, thread_that_computes,
    child_that_computes, daemon_that_computes, daemon_that_sleeps, who_continues_me,
    alarm_clock_in_another_thread, spinning_on_shared_memory,
]  # fmt: skip


@pytest.mark.parametrize("function", WAKING, ids=lambda function: function.__name__)
def test_who_wakes_by_itself_is_waited_for(function: Callable[[], object]) -> None:
    assert passes(lambda: call(function).expect(None))


# -- deadlines: neither -------------------------------------------------------------------------


def computes() -> None:
    while True:
        pass


def computes_in_a_child() -> None:
    if os.fork() == 0:
        computes()
    os.wait()


def polls_for_ever() -> None:
    while True:
        select.select([], [], [], 0.01)


def sleeps_again_and_again() -> None:
    while True:
        ctypes.CDLL(None).usleep(10_000)  # as Python's own does: clock_nanosleep(2)


def prints_slowly_for_ever() -> None:
    while True:
        print("!", flush=True)


def prints_a_little_all_the_time() -> None:
    while True:
        os.write(1, b"!")
        os.sched_yield()


def test_who_computes_for_ever_has_a_limit_of_its_own_time() -> None:
    assert ending_of(computes) is Ending.OUT_OF_CPU


def test_who_computes_in_a_child_has_a_limit_too() -> None:
    assert ending_of(computes_in_a_child) is Ending.OUT_OF_CPU


def test_who_waits_again_and_again_has_a_limit_of_time() -> None:
    assert ending_of(polls_for_ever) is Ending.OUT_OF_TIME


@pytest.mark.parametrize("function", [polls_for_ever, sleeps_again_and_again])
def test_who_waits_again_and_again_counts_as_idle_where_nothing_is_expected(
    function: Callable[[], object],
) -> None:
    with Stage() as stage:
        run(function)
        assert stage.wait(lambda: False, settle=Cycles()) is Ending.CYCLING


@pytest.mark.parametrize("function", [prints_slowly_for_ever, prints_a_little_all_the_time])
def test_who_prints_for_ever_has_a_limit(function: Callable[[], object]) -> None:
    assert ending_of(function) in (Ending.FLOODED, Ending.OUT_OF_CPU)


# -- bytes on their way -------------------------------------------------------------------------


def echo(sock: socket.socket) -> None:
    while data := sock.recv(65536):
        sock.sendall(data)


def dribble(sock: socket.socket, count: int) -> None:
    for _ in range(count):
        sock.send(b"x")


def read_to_the_end(sock: socket.socket) -> int:
    return sum(len(data) for data in iter(lambda: sock.recv(65536), b""))


def send_and_read(sock: socket.socket, size: int) -> int:
    threading.Thread(target=sock.sendall, args=(bytes(size),)).start()
    return len(read_exactly(sock, size))


def read_exactly(sock: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = sock.recv(min(65536, size - len(data)))
        assert piece
        data += piece
    return bytes(data)


def passes(story: Callable[[], object]) -> bool:
    card = card_of(story)
    assert card.verdict.value == "passed", card.text()
    return True


KINDS = pytest.mark.parametrize("kind", ["tcp", "unix"])


@KINDS
def test_a_megabyte_comes_back(kind: str) -> None:
    def story() -> None:
        ours, theirs = pair(kind)
        with run(echo, theirs) as server:
            ours.send(bytes(1_000_000)).half_close()
            ours.expect(bytes(1_000_000)).expect_eof()
            server.expect(None)

    assert passes(story)


@KINDS
def test_bytes_that_dribble_are_waited_for(kind: str) -> None:
    def story() -> None:
        ours, theirs = pair(kind)
        with run(dribble, theirs, 3000) as sender:
            ours.expect(b"x" * 3000).expect_eof()
            sender.expect(None)

    assert passes(story)


@KINDS
def test_many_small_questions_and_answers(kind: str) -> None:
    def story() -> None:
        ours, theirs = pair(kind)
        with run(echo, theirs):
            for number in range(100):
                ours.send(bytes([number])).expect(bytes([number]))

    assert passes(story)


@KINDS
def test_two_subjects_that_talk_to_each_other_are_waited_for(kind: str) -> None:
    def story() -> None:
        near, far = subjects_ends(kind)
        with run(send_and_read, near, 3_000_000) as left:
            with run(send_and_read, far, 3_000_000) as right:
                left.expect(3_000_000)
                right.expect(3_000_000)

    assert passes(story)


@KINDS
def test_two_subjects_that_wait_for_each_other_are_stuck(kind: str) -> None:
    def story() -> None:
        near, far = subjects_ends(kind)
        with run(echo, near) as left, run(echo, far):
            left.result()

    assert told(story).startswith("echo does not return.")


def fill(sock: socket.socket) -> None:
    sock.sendall(bytes(50_000_000))


@KINDS
def test_two_subjects_that_both_send_and_do_not_read_are_stuck(kind: str) -> None:
    with Stage() as stage:
        near, far = subjects_ends(kind)
        left = run(fill, near)
        run(fill, far)
        assert stage.wait(left._settled) is Ending.QUIESCENT


@KINDS
def test_a_subject_and_we_both_sending_are_stuck(kind: str) -> None:
    with Stage() as stage:
        ours, theirs = pair(kind)
        ours.send(bytes(50_000_000))
        left = run(fill, theirs)
        assert stage.wait(left._settled) is Ending.QUIESCENT


@KINDS
def test_a_small_buffer_is_no_obstacle(kind: str) -> None:
    def story() -> None:
        near, far = subjects_ends(kind)
        for end in (near, far):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with run(send_and_read, near, 300_000) as left:
            with run(send_and_read, far, 300_000) as right:
                left.expect(300_000)
                right.expect(300_000)

    assert passes(story)


@KINDS
def test_a_half_close_on_its_way_is_waited_for(kind: str) -> None:
    def story() -> None:
        ours, theirs = pair(kind)
        with run(read_to_the_end, theirs) as reader:
            ours.send(bytes(200_000)).half_close()
            reader.expect(200_000)

    assert passes(story)


def say_in_two_pieces(sock: socket.socket) -> bytes:
    sock.send(b"hel")
    sock.send(b"lo")  # Nagle's algorithm holds it back until the first is acknowledged
    return sock.recv(1)


def test_bytes_that_nagle_holds_back_are_waited_for() -> None:
    def story() -> None:
        near, far = subjects_ends("tcp")
        with run(read_exactly, far, 5) as reader, run(say_in_two_pieces, near):
            reader.expect(b"hello")

    assert passes(story)


def subjects_ends(kind: str) -> tuple[socket.socket, socket.socket]:
    if kind == "unix":
        return socket.socketpair()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        near = socket.create_connection(listener.getsockname())
        return near, listener.accept()[0]


def wait_for_all(sock: socket.socket, size: int) -> bytes:
    return sock.recv(size, socket.MSG_WAITALL)


@KINDS
def test_who_leaves_bytes_unread_until_all_are_there_is_right(kind: str) -> None:
    def story() -> None:
        ours, theirs = pair(kind)
        with run(wait_for_all, theirs, 5) as reader:
            ours.send(b"hel").until_read()
            ours.send(b"lo")
            reader.expect(b"hello")

    assert passes(story)


def select_from_a_low_water_mark(sock: socket.socket, size: int) -> bytes:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, size)
    select.select([sock], [], [])
    return sock.recv(size)


def test_who_is_woken_from_a_low_water_mark_on_is_right() -> None:
    def story() -> None:
        ours, theirs = pair("tcp")
        with run(select_from_a_low_water_mark, theirs, 5) as reader:
            ours.send(b"hel").until_read()
            ours.send(b"lo")
            reader.expect(b"hello")

    assert passes(story)


def peek_until_all(sock: socket.socket, size: int) -> bytes:
    while len(data := sock.recv(size, socket.MSG_PEEK)) < size:
        select.select([], [], [], 0.001)
    return data


@KINDS
def test_who_peeks_is_right(kind: str) -> None:
    def story() -> None:
        ours, theirs = pair(kind)
        with run(peek_until_all, theirs, 5) as reader:
            ours.send(b"hello")
            reader.expect(b"hello")

    assert passes(story)


# -- who ends is heard -------------------------------------------------------------------------


def leaves(status: int) -> None:
    os._exit(status)


@pytest.mark.parametrize("turn", range(50))
def test_an_exit_is_never_taken_for_standing_still(turn: int) -> None:
    def story() -> None:
        with run(leaves, turn) as leaving:
            leaving.expect_exit(turn)

    assert passes(story)


def test_where_nobody_is_alive_nothing_will_come() -> None:
    with Stage() as stage:
        assert stage.wait(lambda: False) is Ending.QUIESCENT
