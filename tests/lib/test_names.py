"""What functions leave under a name is found, told as theirs, and removed; nothing else is."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
from multiprocessing import shared_memory as in_python
from pathlib import Path

import posix_ipc
import pytest
import sysv_ipc

from ipclab import (
    call,
    conversation,
    expect_nothing_left,
    fresh_name,
    fresh_path,
    run,
    semaphore,
    shared_memory,
    subject,
)
from ipclab.cards.verdict import Verdict
from ipclab.outside import named
from tests.lib.live import as_in_a_notebook, card_of, told

as_in_a_notebook(__name__)


def there_are(token):
    """Everything with a name that holds this token."""
    return [each for each in named.listed([token]).values() if token.strip("/") in each.name]


def leave_memory(name):
    posix_ipc.SharedMemory(name, posix_ipc.O_CREX, size=10).close_fd()


def leave_memory_of_python(name):
    in_python.SharedMemory(name, create=True, size=10).close()


def leave_a_semaphore(name):
    posix_ipc.Semaphore(name, posix_ipc.O_CREX).close()


def leave_a_queue(name):
    posix_ipc.MessageQueue(name, posix_ipc.O_CREX).close()


@pytest.mark.parametrize(
    ("leave", "words"),
    [
        (leave_memory, "leave_memory left the POSIX shared memory object /ipclab-… behind."),
        (
            leave_memory_of_python,
            "leave_memory_of_python left the POSIX shared memory object /ipclab-… behind.",
        ),
        (leave_a_semaphore, "leave_a_semaphore left the POSIX semaphore /ipclab-… behind."),
        (leave_a_queue, "leave_a_queue left the POSIX message queue /ipclab-… behind."),
    ],
)
def test_a_name_that_is_left_is_told_and_removed(leave, words):
    used = []

    def story():
        used.append(fresh_name())
        call(leave, used[0])

    card = card_of(story)

    assert card.verdict is Verdict.PASSED
    assert card.warnings == (words,)
    assert there_are(used[0]) == []


def leave_two(name):
    leave_memory(name)
    leave_memory(f"{name}-index")


def test_a_longer_name_is_found_too():
    card = card_of(lambda: call(leave_two, fresh_name()))

    assert [words.split(" object ")[1] for words in card.warnings] == [
        "/ipclab-… behind.",
        "/ipclab-…-index behind.",
    ]


@pytest.mark.parametrize("leave", [leave_memory, leave_memory_of_python, leave_a_semaphore])
def test_a_case_can_ask_for_nothing_to_be_left(leave):
    def story():
        call(leave, fresh_name())
        expect_nothing_left()

    words = told(story)

    assert "expected nothing left behind" in words
    assert "received the POSIX s" in words


def make_and_remove(name):
    made = in_python.SharedMemory(name, create=True, size=10)
    made.buf[:5] = b"hello"
    made.close()
    made.unlink()


def test_who_clears_up_left_nothing():
    def story():
        call(make_and_remove, fresh_name())
        expect_nothing_left()

    card = card_of(story)

    assert (card.verdict, card.warnings) == (Verdict.PASSED, ())


def open_and_close(name):
    in_python.SharedMemory(name).close()


def test_who_only_opens_it_is_not_told_to_have_unlinked_it():
    """Before Python 3.13 the resource tracker would unlink it here (cpython #82300)."""

    def story():
        name = fresh_name()
        with subject("maker") as maker, subject("user") as user:
            maker.call(leave_memory_of_python, name)
            user.call(open_and_close, name)
            user.call(open_and_close, name)
            maker.call(remove, name)
        expect_nothing_left()

    card = card_of(story)

    assert (card.text().splitlines()[1:], card.warnings) == ([], ())


def remove(name):
    opened = in_python.SharedMemory(name)
    opened.close()
    opened.unlink()


PROGRAM = """
import sys
from multiprocessing import shared_memory
made = shared_memory.SharedMemory(sys.argv[1], create=True, size=10)
made.close()
if "unlink" in sys.argv:
    made.unlink()
"""


def test_a_program_has_pythons_own_tracker_which_is_nobodys_fault():
    def story():
        with run([sys.executable, "-c", PROGRAM, fresh_name(), "unlink"]) as program:
            program.expect_exit(0)
        expect_nothing_left()

    card = card_of(story)

    assert (card.verdict, card.warnings) == (Verdict.PASSED, ())


def start_a_tracker(name):
    from multiprocessing import get_context

    lock = get_context("spawn").Lock()
    leave_memory(name)
    posix_ipc.unlink_shared_memory(name)
    return lock.acquire()


def test_a_tracker_is_no_child_that_was_left():
    card = card_of(lambda: call(start_a_tracker, fresh_name()).expect(True))

    assert (card.verdict, card.warnings) == (Verdict.PASSED, ())


def test_what_is_to_stay_is_removed_silently():
    used = []

    def story():
        used.append(fresh_name(stays=True))
        call(leave_memory, used[0])

    card = card_of(story)

    assert card.warnings == ()
    assert there_are(used[0]) == []


def raise_an_error(name):
    leave_memory(name)
    raise ValueError("no")


def test_a_failing_case_tells_it_too():
    used = []

    def story():
        used.append(fresh_name())
        call(raise_an_error, used[0]).expect(None)

    card = card_of(story)

    assert card.verdict is Verdict.FAILED
    assert card.warnings == (
        "raise_an_error left the POSIX shared memory object /ipclab-… behind.",
    )
    assert there_are(used[0]) == []


def leave_and_wait(name):
    leave_memory(name)
    os.read(os.pipe()[0], 1)


def test_who_was_ended_before_its_time_is_not_blamed():
    used = []

    def story():
        used.append(fresh_name())
        with run(leave_and_wait, used[0]) as waiting:
            waiting.expect("something")

    card = card_of(story)

    assert card.verdict is Verdict.FAILED
    assert card.warnings == ()
    assert there_are(used[0]) == []


def test_who_was_killed_by_its_case_is_not_blamed():
    used = []

    def story():
        used.append(fresh_name())
        with run(leave_and_wait, used[0]) as waiting:
            waiting.until_idle()
            waiting.signal(signal.SIGKILL).expect_exit(-signal.SIGKILL)

    card = card_of(story)

    assert (card.verdict, card.warnings) == (Verdict.PASSED, ())
    assert there_are(used[0]) == []


def test_an_interrupted_case_leaves_nothing():
    used = []

    def story():
        used.extend([fresh_name(), shared_memory(8).name, semaphore(1).name, fresh_path()])
        call(leave_memory, used[0])
        Path(used[-1]).touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        card_of(story)

    assert there_are(used[0]) == []
    assert not Path(used[-1]).parent.exists()


LECTURE = """
from ipclab import fresh_name, fresh_path, semaphore, shared_memory
board, lock, path = shared_memory(8), semaphore(1), fresh_path()
lock.expect(1)
open(path, "w").close()
open("/dev/shm" + fresh_name(), "w").close()
print(board.name, path)
"""


def test_a_lecture_leaves_nothing_when_its_kernel_ends():
    """Outside of any case nothing ends before the process does."""
    ran = subprocess.run([sys.executable, "-c", LECTURE], capture_output=True, text=True)
    name, path = ran.stdout.split()

    assert ran.stderr == ""
    assert there_are(name) == []
    assert not Path(path).parent.exists()


# -- without the token ----------------------------------------------------------------------------


def of_its_own():
    return f"/another-{os.getpid()}"


def keep_one_of_its_own(kept=[]):  # noqa: B006  it is to be kept
    kept.append(posix_ipc.SharedMemory(of_its_own(), posix_ipc.O_CREX, size=10))
    return of_its_own()


def test_a_name_that_it_thought_of_itself_is_found_while_it_has_it():
    used = []

    def story():
        fresh_name()
        with subject() as process:
            used.append(process.call(keep_one_of_its_own).value)

    card = card_of(story)

    assert card.warnings == (f"subject left the POSIX shared memory object {used[0]} behind.",)
    assert there_are(used[0]) == []


@pytest.fixture
def others_memory():
    """What another program made, and has."""
    made = posix_ipc.SharedMemory(f"/of-another-program-{os.getpid()}", posix_ipc.O_CREX, size=10)
    yield made
    made.close_fd()
    made.unlink()


def use(name, kept=[]):  # noqa: B006  it is to be kept
    kept.append(posix_ipc.SharedMemory(name))


def test_what_was_there_before_is_never_blamed_nor_removed(others_memory):
    def story():
        fresh_name()
        with subject() as process:
            process.call(use, others_memory.name)

    card = card_of(story)

    assert card.warnings == ()
    assert there_are(others_memory.name) != []


def test_what_another_program_makes_meanwhile_is_not_blamed():
    name = f"/meanwhile-{os.getpid()}"

    def story():
        fresh_name()
        with subject() as process:
            process.call(len, b"")
            leave_memory(name)  # another program: this one

    card = card_of(story)
    posix_ipc.unlink_shared_memory(name)  # it is still there

    assert card.warnings == ()


def send_mail_and_leave():
    queue = sysv_ipc.MessageQueue(None, sysv_ipc.IPC_CREX)
    queue.send(b"hello")
    return queue.id


def leave_a_segment():
    return sysv_ipc.SharedMemory(None, sysv_ipc.IPC_CREX, size=4096).id


@pytest.mark.parametrize(
    ("leave", "kind"),
    [
        (send_mail_and_leave, "System V message queue"),
        (leave_a_segment, "System V shared memory segment"),
    ],
)
def test_system_v_objects_are_known_by_who_made_them(leave, kind):
    ids = []

    def story():
        fresh_name()
        ids.append(call(leave).value)

    card = card_of(story)

    assert card.warnings == (f"{leave.__name__} left a {kind} behind.",)
    assert not [each for each in named.system_v() if each.kind == kind and each.id == ids[0]]


def test_a_queue_of_another_program_is_not_blamed():
    queue = sysv_ipc.MessageQueue(None, sysv_ipc.IPC_CREX)
    queue.send(b"hello")

    def story():
        fresh_name()
        call(len, b"")

    card = card_of(story)
    queue.remove()  # it is still there

    assert card.warnings == ()


# -- paths ----------------------------------------------------------------------------------------


def leave_a_fifo(path):
    os.mkfifo(path)


def leave_a_socket_file(path):
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(path)


def leave_a_file(path):
    Path(path).touch()


def leave_a_folder(path):
    Path(path).mkdir()
    Path(path, "inside").touch()


@pytest.mark.parametrize(
    ("leave", "words"),
    [
        (leave_a_fifo, "leave_a_fifo left the FIFO path.x behind."),
        (leave_a_socket_file, "leave_a_socket_file left the socket file path.x behind."),
        (leave_a_file, "leave_a_file left the file path.x behind."),
        (leave_a_folder, "leave_a_folder left the folder path.x behind."),
    ],
)
def test_what_lies_in_the_folder_of_the_case_was_left(leave, words):
    used = []

    def story():
        used.append(fresh_path(".x"))
        call(leave, used[0])

    card = card_of(story)

    assert card.warnings == (words,)
    assert not Path(used[0]).parent.exists()


def test_each_path_is_another_one():
    with conversation():
        paths = [fresh_path(), fresh_path(), fresh_path(".sock", stays=True)]
        assert len(set(paths)) == 3
        assert not any(Path(path).exists() for path in paths)


def leave_a_stopped_child():
    child = os.fork()
    if child == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
    os.waitpid(child, os.WUNTRACED)


def test_a_stopped_child_is_told_as_one():
    card = card_of(lambda: call(leave_a_stopped_child))

    assert card.warnings == ("leave_a_stopped_child left a stopped child process behind.",)


def test_of_several_functions_nobody_is_named():
    def story():
        name = fresh_name()
        call(make_and_remove, name)
        call(leave_memory, name)

    assert card_of(story).warnings == (
        "Your code left the POSIX shared memory object /ipclab-… behind.",
    )


def leave_very_many(name):
    for number in range(30):
        leave_memory(f"{name}-{number:02}")


def test_of_very_many_the_first_are_told_and_all_are_removed():
    used = []

    def story():
        used.append(fresh_name())
        call(leave_very_many, used[0])

    card = card_of(story)

    assert len(card.warnings) == 11
    assert card.warnings[-1] == "leave_very_many left 20 more behind."
    assert there_are(used[0]) == []


def leave_a_hostile_name(name):
    leave_memory(f"{name}\x1b[31m<b>")
    os.close(os.open(b"/dev/shm" + name.encode() + b"\xff", os.O_CREAT | os.O_WRONLY))


def test_a_hostile_name_is_shown_harmless_and_removed():
    used = []

    def story():
        used.append(fresh_name())
        call(leave_a_hostile_name, used[0])
        expect_nothing_left()

    card = card_of(story)

    assert "\x1b" not in card.text()
    assert "<b>" not in card.html()
    assert len(card.warnings) == 2
    card.text().encode()
    assert there_are(used[0]) == []


def leave_a_deep_folder(path):
    os.mkdir(path)
    os.chdir(path)
    for _ in range(3000):
        os.mkdir("deeper")
        os.chdir("deeper")


def test_a_folder_deeper_than_python_goes_is_removed():
    used = []

    def story():
        used.append(fresh_path())
        call(leave_a_deep_folder, used[0])

    assert card_of(story).warnings == ("leave_a_deep_folder left the folder path behind.",)
    assert not Path(used[0]).parent.exists()


def test_names_may_be_given_to_c_too():
    with conversation():
        name = fresh_name()
        fd = ctypes.CDLL(None).shm_open(name.encode(), os.O_CREAT | os.O_RDWR, 0o600)
        assert fd >= 0
        os.close(fd)
        assert there_are(name) != []
    assert there_are(name) == []
