"""A guardian: starts subjects, one after the other, says when each ended, and ends all below it.

It is the subreaper of its subject, so a daemon that forks twice is still below it; and it holds the
only socket on which "it ended" is said, so neither the owner nor the subject has to be believed.
When the owner is gone, however it went, the socket reads as ended and the guardian sweeps. It runs
no student code, and after a sweep nothing is below it: so it is as good as new for the next one.
"""

import contextlib
import os
import select
import socket
from typing import NoReturn

from ipclab.launch import codec, inside, messages, processes
from ipclab.outside import leftovers

FINISH = "finish"  # the owner has had enough of this subject
SWEPT = "swept"  # nothing is below the guardian any more: unless it says so, somebody ended it

_Order = tuple[socket.socket, int, str]  # the subject's channel, its output, the owner's folder


def main(control: socket.socket) -> NoReturn:
    """Guard one subject after the other, until the owner is gone."""
    status = 1
    try:
        os.setsid()
        processes.become_subreaper()
        wakeup = processes.wake_on_child()
        messages.send(control, "guarding")
        inbox = messages.Inbox(control)
        while (order := _next(inbox)) is not None:
            _guard(inbox, order, wakeup)
            processes.sweep()
            messages.send(control, SWEPT)
        status = 0
    finally:
        processes.sweep()
        os._exit(status)


def _next(inbox: messages.Inbox) -> _Order | None:
    """Wait for whom to guard; None when the owner is gone."""
    while not inbox.ended:
        match inbox.take():
            case (socket.socket() as channel, int() as output, str() as folder):
                return channel, output, folder
            case messages.NOTHING:
                inbox.fill(exactly=True)
            case other if other != FINISH:
                raise codec.MalformedMessage(f"not a request to start a subject: {other!r}")
    return None


def _guard(inbox: messages.Inbox, order: _Order, wakeup: int) -> None:
    """Fork the subject and watch over it until the owner has had enough."""
    channel, output, folder = order
    with contextlib.suppress(OSError):  # it is gone
        os.chdir(folder)
    subject = os.fork()
    if subject == 0:
        processes.forget([wakeup, inbox.sock.detach()])
        inside.main(channel, output)  # never returns
    channel.close()
    os.close(output)
    _watch(inbox.sock, wakeup, subject)


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
    """Reap what ended. Only the subject's end is news, with the children that are ours now.

    The news is sent first: to reap takes the kernel a while, sometimes, in which the subject is
    gone and we seem to wait.
    """
    while (ended := _next_ended()) is not None:
        if ended.si_pid == subject:
            left = [pid for pid in processes.children_of(os.getpid()) if pid != subject]
            words = {pid: leftovers.in_words(pid) for pid in left[:20]}
            status = ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status
            messages.send(control, ("ended", status, words))
        os.waitpid(ended.si_pid, 0)


def _next_ended() -> os.waitid_result | None:
    """A child that has ended and was not collected yet."""
    try:
        return os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return None
