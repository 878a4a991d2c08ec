"""What a guardian says of the end of its subject, and whom it collects."""

import os
import signal
import socket

import pytest

from ipclab import call
from ipclab.launch import guardian, messages, processes
from ipclab.stage import Stage
from tests.lib.live import as_in_a_notebook

as_in_a_notebook(__name__)


def ends_in(status: int) -> int:
    """A child that has ended, and was not collected yet."""
    child = os.fork()
    if child == 0:
        if status < 0:
            os.kill(os.getpid(), -status)
        os._exit(status)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    return child


def collects(status: int) -> list[object]:
    """An orphan and a subject have ended: what is said, whether once, and who is left."""
    hears, says = socket.socketpair()
    ends_in(5)
    subject = ends_in(status)
    guardian._collect(says, subject)
    guardian._collect(says, subject)
    says.close()
    return [messages.receive(hears), hears.recv(1), processes.children_of(os.getpid())]


@pytest.mark.parametrize("status", [0, 7, 255, -signal.SIGTERM, -signal.SIGKILL])
def test_the_end_of_the_subject_is_said_once_and_all_are_collected(status: int) -> None:
    with Stage():
        call(collects, int(status)).expect([("ended", status, {}), b"", []])
