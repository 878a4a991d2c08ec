"""Where a subject stands: how far its answer must have come before it is read."""

import os
from pathlib import Path

import pytest

from ipclab import conversation, run
from ipclab.outside.whereabouts import is_complete
from tests.lib.live import as_in_a_notebook

as_in_a_notebook(__name__)

HEADING = "Current thread 0x00007fc9eb253b80 (most recent call first):\n"
EARLIER = "Thread 0x00007fc9eb253b70 (most recent call first):\n"
IPYTHON = '  File "interactiveshell.py", line 339 in _modified_open\n'
OURS = '  File "cell.py", line 2 in client\n'
MODULE = '  File "<frozen runpy>", line 198 in _run_module_as_main\n'
THREAD = '  File "threading.py", line 1002 in _bootstrap\n'


@pytest.mark.parametrize(
    ("text", "threads"),
    [
        (HEADING + OURS, 1),
        (HEADING + IPYTHON + OURS, 1),
        (HEADING + IPYTHON + MODULE, 1),
        (HEADING + IPYTHON + THREAD, 1),
        (HEADING + IPYTHON + "  ...\n", 1),
        (HEADING + "  <no Python frame>\n", 1),
        (EARLIER + IPYTHON + THREAD + HEADING + OURS, 2),
    ],
)
def test_an_answer_is_complete_with_the_last_threads_line_or_end(text: str, threads: int) -> None:
    assert is_complete(text, threads, {"cell.py"})


@pytest.mark.parametrize(
    ("text", "threads"),
    [
        ("", 1),
        (HEADING, 1),
        (HEADING + IPYTHON, 1),
        (HEADING + OURS[:-1], 1),
        (EARLIER + OURS, 2),
        (EARLIER + OURS + HEADING + IPYTHON, 2),
    ],
)
def test_an_answer_that_is_still_being_written_is_not(text: str, threads: int) -> None:
    assert not is_complete(text, threads, {"cell.py"})


def test_tasks_say_themselves_when_they_are_through() -> None:
    assert is_complete(OURS + "end\n", 0, {"cell.py"})
    assert not is_complete(OURS, 0, {"cell.py"})


def read_by_a_library(path: str) -> bytes:
    return Path(path).read_bytes()


def test_a_wait_inside_of_a_library_is_told_with_the_learners_line(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    with conversation(), run(read_by_a_library, str(tmp_path / "fifo")) as reader:
        at = reader.until_idle().where()

    assert at is not None
    assert at.source == "return Path(path).read_bytes()"
    assert at.what == "for somebody to open the other end"
