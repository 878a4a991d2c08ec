"""The guardian of one subject: starts it, says when it ended, and ends all that descends from it.

It is the subreaper of its subject, so a daemon that forks twice is still below it; and it holds the
only socket on which "it ended" is said, so neither the owner nor the subject has to be believed.
When the owner is gone, however it went, the socket reads as ended and the guardian sweeps.
"""

import contextlib
import os
import select
import socket
from typing import NoReturn

from ipclab.launch import inside, messages, processes
from ipclab.outside import leftovers

SWEPT = "swept"  # its last word: without it, somebody ended it


def main(control: socket.socket, channel: socket.socket, output: int) -> NoReturn:
    """Fork the subject and watch over it until the owner has had enough."""
    status = 1
    try:
        os.setsid()
        processes.become_subreaper()
        wakeup = processes.wake_on_child()
        messages.send(control, "guarding")
        subject = os.fork()
        if subject == 0:
            processes.forget([wakeup, control.detach()])
            inside.main(channel, output)  # never returns
        channel.close()
        os.close(output)
        _watch(control, wakeup, subject)
        status = 0
    finally:
        processes.sweep()
        with contextlib.suppress(OSError):  # nobody listens any more
            messages.send(control, SWEPT)
        os._exit(status)


def _watch(control: socket.socket, wakeup: int, subject: int) -> None:
    poller = select.poll()
    poller.register(control, select.POLLIN)
    poller.register(wakeup, select.POLLIN)
    while True:
        ready = [fd for fd, _ in poller.poll()]
        if wakeup in ready:
            os.read(wakeup, 4096)
            _collect(control, subject)
        if control.fileno() in ready:
            return  # a word from the owner, or its end: either means "finish"


def _collect(control: socket.socket, subject: int) -> None:
    """Reap what ended. Only the subject's end is news, with the children that are ours now."""
    if _has_ended(subject):
        left = [pid for pid in processes.children_of(os.getpid()) if pid != subject]
        words = [leftovers.in_words(pid) for pid in left[:20]]
        status = os.waitpid(subject, 0)[1]
        messages.send(control, ("ended", os.waitstatus_to_exitcode(status), words))
    processes.reap()


def _has_ended(child: int) -> bool:
    """Whether a child has ended and was not collected yet."""
    try:
        return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return False
