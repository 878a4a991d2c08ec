"""A subject from the order to its first word: who guards it, and how it is reached."""

import contextlib
import os
import select
import signal
import socket
from dataclasses import dataclass

from ipclab.launch import codec, messages
from ipclab.launch.guardian import FINISH, SWEPT

START_DEADLINE = 30.0  # seconds; a nursery that takes longer is broken, not slow
END_DEADLINE = 5.0  # seconds; then it is killed


@dataclass
class Guardian:
    """A process that forks one subject after the other, and says when each ended."""

    control: messages.Inbox
    pid: int
    pidfd: int  # a process id may come twice
    nursery: int  # of which it came, counted from 1

    def close(self) -> None:
        """Let it end, if it has not; it sweeps."""
        self.control.close()
        os.close(self.pidfd)


@dataclass
class Started:
    """A subject that has been forked and waits for its first call."""

    guardian: Guardian
    channel: messages.Inbox  # calls go in, replies come out
    output: int  # what it prints, a pipe's read end
    pid: int
    pidfd: int


@dataclass
class Ordered:
    """A subject that a guardian was asked for."""

    guardian: Guardian
    channel: socket.socket
    output: int
    folder: str  # in which it begins

    def arrived(self) -> Started:
        """Wait until it is there."""
        with contextlib.ExitStack() as undo:
            undo.callback(self.drop)
            subject = first_word(self.channel)
            pidfd = os.pidfd_open(subject.sender)
            undo.callback(os.close, pidfd)
            signal.pidfd_send_signal(pidfd, signal.SIGCONT)  # another subject may have stopped it
            if has_ended(pidfd):
                raise EOFError("the process ended before it was needed")
            undo.pop_all()
        return Started(self.guardian, subject, self.output, subject.sender, pidfd)

    def drop(self) -> None:
        """Do without it: its guardian ends it, and itself."""
        self.guardian.close()
        self.let_go()

    def let_go(self) -> None:
        """Close what leads to it."""
        self.channel.close()
        os.close(self.output)


def has_ended(pidfd: int) -> bool:
    """Whether the process of a pidfd has ended (pidfd_open(2))."""
    poller = select.poll()
    poller.register(pidfd, select.POLLIN)
    return bool(poller.poll(0))


def sweeps(guardian: Guardian) -> bool:
    """Have a guardian end all that is below it. Returns whether it did, and says so."""
    control = guardian.control
    poller = select.poll()
    poller.register(control.sock, select.POLLIN)
    with contextlib.suppress(OSError, codec.MalformedMessage):
        messages.send(control.sock, FINISH)
        signal.pidfd_send_signal(guardian.pidfd, signal.SIGCONT)  # it may have been stopped
        while not control.ended and poller.poll(END_DEADLINE * 1000):
            control.fill()
            while (message := control.take()) is not messages.NOTHING:
                if message == SWEPT:
                    return True
    return False


def ordered(guardian: Guardian, folder: str) -> Ordered:
    """Ask a guardian to fork a subject. Raises OSError where it is gone; then it is let go of."""
    with contextlib.ExitStack() as given, contextlib.ExitStack() as kept:
        kept.callback(guardian.close)
        signal.pidfd_send_signal(guardian.pidfd, signal.SIGCONT)  # one may have stopped it
        channel, their_channel = credential_pair(kept, given)
        output, their_output = os.pipe()
        given.callback(os.close, their_output)
        kept.callback(os.close, output)
        os.set_blocking(output, False)
        theirs = their_channel, codec.Descriptor(their_output), folder
        messages.send(guardian.control.sock, theirs)
        kept.pop_all()
    return Ordered(guardian, channel, output, folder)


def credential_pair(
    kept: contextlib.ExitStack, given: contextlib.ExitStack
) -> tuple[socket.socket, socket.socket]:
    """A socket pair on whose first end the kernel says who writes (SO_PASSCRED, unix(7))."""
    ours, theirs = socket.socketpair()
    kept.callback(ours.close)
    given.callback(theirs.close)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    return ours, theirs


def first_word(sock: socket.socket) -> messages.Inbox:
    """Wait for the greeting, and so for the process id, of whoever has the other end."""
    inbox = messages.Inbox(sock, only_sockets=True)
    sock.settimeout(START_DEADLINE)
    while inbox.take() is messages.NOTHING:
        if inbox.ended:
            raise EOFError("the process ended before it began")
        inbox.fill(exactly=True)
    sock.setblocking(False)
    return inbox
