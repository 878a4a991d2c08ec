"""Cases with shared memory, semaphores, queues and mailboxes are judged as they are at home."""

from functools import cache

import pytest

from ipcgrade.judge import Judge
from ipclab.cards.verdict import Verdict
from ipclab.notebooks import notebook, runner
from tests.lib.assignment import check, setup, solution, text_of

SETUP = """
import posix_ipc
from ipclab import expect, expect_nothing_left, fresh_name, fresh_path, lock_file, mailbox
from ipclab import message_queue, semaphore, shared_memory, subject
"""

# By name: a function of the student's, and a case for it.
RIGHT = {
    "add_many": (
        """
def add_many(board, lock, n):
    for _ in range(n):
        with lock:
            board[0] += 1
""",
        """
board, lock = shared_memory(8, item="q"), semaphore(1)
with run(add_many, board, lock, 200) as one, run(add_many, board, lock, 200) as other:
    one.expect(None)
    other.expect(None)
expect("the total", board[0], 400)
lock.expect(1)
""",
    ),
    "create_board": (
        """
def create_board(name, size):
    made = posix_ipc.SharedMemory(name, posix_ipc.O_CREX, size=size)
    made.close_fd()
""",
        """
name = fresh_name(stays=True)
call(create_board, name, 100).expect(None)
board = shared_memory(name=name)
expect("the size", board.size, 100)
board.write(96, b"last").expect(96, b"last")
""",
    ),
    "rendezvous": (
        """
def rendezvous(here, there):
    here.release()
    there.acquire()
""",
        """
one, other = semaphore(0), semaphore(0)
with run(rendezvous, one, other) as first:
    other.expect_waiting(1)
    call(rendezvous, other, one).expect(None)
    first.expect(None)
""",
    ),
    "worker": (
        """
def worker(requests, replies):
    while (data := requests.receive()[0]) != b"stop":
        replies.send(data.upper())
""",
        """
requests, replies = message_queue(messages=2), message_queue()
with run(worker, requests, replies) as working:
    requests.send(b"one").send(b"two").send(b"three").until_read()
    replies.expect(b"ONE").expect(b"TWO").expect(b"THREE").expect_silence()
    requests.send(b"stop")
    working.expect(None)
""",
    ),
    "take_mail": (
        """
def take_mail(box, kind):
    return box.receive(type=kind)[0]
""",
        """
box = mailbox()
box.send(1, b"not for it").send(2, b"for it")
call(take_mail, box, 2).expect(b"for it")
box.expect(1, b"not for it").expect_silence()
""",
    ),
    "hold": (
        """
def hold(lock):
    lock.acquire()
    import os
    os.read(os.pipe()[0], 1)
""",
        """
lock = lock_file()
with run(hold, lock) as holder:
    lock.expect_held(by="hold")
    holder.signal(9).expect_exit(-9)
lock.expect_held(by="")
""",
    ),
    "clean": (
        """
def clean(name, path):
    import os
    from multiprocessing import shared_memory
    os.mkfifo(path)
    board = shared_memory.SharedMemory(name, create=True, size=10)
    queue = posix_ipc.MessageQueue(name + "-reply", posix_ipc.O_CREX)
    queue.unlink()
    board.close()
    board.unlink()
    os.unlink(path)
""",
        """
call(clean, fresh_name(), fresh_path(".fifo")).expect(None)
expect_nothing_left()
""",
    ),
}

# By name: a function, its case, and words of its card.
WRONG = {
    "truncate": (
        "def truncate(name):\n    open('/dev/shm' + name, 'w').close()",
        "board = shared_memory(8)\ncall(truncate, board.name)\nboard.expect(0, b'hello')",
        "The shared memory has 0 bytes now",
    ),
    "destroy": (
        "def destroy(name):\n    open('/dev/shm/sem.' + name[1:], 'w').close()",
        "lock = semaphore(1)\ncall(destroy, lock.name)\nlock.expect(1)",
        "There is no semaphore /ipclab-…",
    ),
    "post_twice": (
        "def post_twice(lock):\n    lock.release()\n    lock.release()",
        "lock = semaphore(0)\ncall(post_twice, lock)\nlock.expect(1)",
        "its value is 2",
    ),
    "waits": (
        "def waits(lock):\n    lock.acquire()",
        "call(waits, semaphore(0))",
        "for a semaphore that nobody will post",
    ),
    "silent": (
        "def silent(queue):\n    queue.receive()",
        "queue = message_queue()\nwith run(silent, queue):\n    queue.expect(b'hello')",
        "for a message that nobody will send",
    ),
    "takes_all": (
        "def takes_all(box):\n    return box.receive()[0]",
        "box = mailbox()\nbox.send(1, b'one').send(2, b'two')\n"
        "call(takes_all, box)\nbox.expect(1, b'one')",
        "messages of other kinds that it holds: 1",
    ),
    "hoards": (
        "def hoards(name):\n    for each in range(20):\n"
        "        posix_ipc.MessageQueue(f'{name}-{each}', posix_ipc.O_CREX)\n",
        "call(hoards, fresh_name()).value",
        "nine queues of the default size",
    ),
    "leaves": (
        "def leaves(name):\n    posix_ipc.Semaphore(name, posix_ipc.O_CREX)",
        "call(leaves, fresh_name())\nexpect_nothing_left()",
        "the POSIX semaphore /ipclab-…",
    ),
    "removes": (
        "def removes(box):\n    box.remove()",
        "box = mailbox()\ncall(removes, box)\nbox.send(1, b'hello')",
        "somebody has removed it",
    ),
}


def cells(name, function, story):
    inside = "".join(f"    {line}\n" for line in story.strip().splitlines())
    return solution(function.strip(), name), check(f"with case({name!r}):\n{inside}", f"{name}-x")


@cache
def assignment():
    stories = {**RIGHT, **{name: story[:2] for name, story in WRONG.items()}}
    made = [cell for name, story in stories.items() for cell in cells(name, *story)]
    return notebook.parse(text_of(setup(SETUP), *made))


@cache
def judged():
    with Judge() as sandboxes:
        book = assignment()
        return {each.id: each for each in sandboxes.grade(book, book.functions, seed=4821)}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_passes(name):
    result = judged()[f"{name}-x"]

    assert result.verdict is Verdict.PASSED, result.message
    assert "behind" not in result.message


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_one_fails_and_is_told_why(name):
    result = judged()[f"{name}-x"]

    assert result.verdict is Verdict.FAILED, result.message
    assert WRONG[name][2] in " ".join(result.message.split())


def test_at_home_the_same_cases_end_the_same():
    """But `hoards`, which may leave what cannot be listed where /dev/mqueue is not mounted."""
    book = assignment()
    others = [each.id for each in book.exercises if each.id != "hoards"]
    at_home = {each.id: each.verdict for each in runner.check(book, only=others)}

    assert at_home == {name: judged()[name].verdict for name in at_home}
    assert len(at_home) == len(others)
