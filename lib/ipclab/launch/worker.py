"""The process of one subject, as its owner holds it: what it is told, says, and ends in."""

import contextlib
import os
import select
import signal as signals
import socket
from typing import Any

from ipclab.errors import GraderFault
from ipclab.launch import codec, messages, replies
from ipclab.launch.launcher import Launcher
from ipclab.launch.stand_in import Shipment
from ipclab.launch.starting import END_DEADLINE, has_ended, sweeps
from ipclab.outside import proc

MOST_OUTPUT = 64 * 1024  # bytes of its output that are kept, the last ones; all are counted


class Worker:
    """A forked process that waits for calls. Everything that it says is data."""

    def __init__(self, launcher: Launcher) -> None:
        self._launcher = launcher
        self.probe, self._their_probe = os.pipe()  # where it answers when asked where it stands
        os.set_blocking(self.probe, False)
        self._started = launcher.start()
        self.pid = self._started.pid
        self.guardian = self._started.guardian.pid
        self.reply: dict[str, Any] | None = None  # what the last call gave
        self.status: int | None = None  # exit status, -N for signal N; None while it lives
        self.left: dict[int, str] = {}  # processes that it left behind, in words
        self.is_gone = False  # its guardian is gone, so nobody knows what became of it
        self.guardian_was_killed = False  # by what it watched over; known at the end
        self.is_spoiled = False  # what came is not from us: it wrote where its answer comes from
        self.printed = bytearray()
        self.printed_in_all = 0
        self._output_ended = False
        self.born_with = frozenset(  # what its descriptors lead to, before any call
            {*proc.descriptors(self.pid).values(), os.readlink(f"/proc/self/fd/{self.probe}")}
        )

    # -- telling ---------------------------------------------------------------------------------

    def say(self, message: object) -> None:
        """Send it a message. Raises GraderFault where it is gone without having ended."""
        channel = self._started.channel.sock
        channel.setblocking(True)
        try:
            messages.send(channel, message)
        except OSError as error:
            self._hear_the_end()
            if not self.has_ended:
                raise GraderFault(f"the process for your function is gone ({error})") from error
        finally:
            channel.setblocking(False)

    def call(
        self,
        shipment: Shipment,
        arguments: bytes,
        descriptors: dict[int, codec.Descriptor],
        is_last: bool,
        hello: socket.socket | None = None,
    ) -> None:
        """Have it run a function. `descriptors` travel along, by token; our copies stay ours.

        `hello`: it is to be stepped (steps.py), and its threads announce themselves there.
        """
        self.reply = None
        probe, self._their_probe = self._their_probe, -1
        theirs = codec.Descriptor(probe) if probe >= 0 else None
        function, sources = shipment.function, shipment.sources
        self.say(("call", function, arguments, sources, descriptors, theirs, is_last, hello))
        if probe >= 0:
            os.close(probe)

    def kill(self, number: int) -> None:
        """Send it a signal; none where it has ended."""
        with contextlib.suppress(ProcessLookupError):
            signals.pidfd_send_signal(self._started.pidfd, number)

    # -- hearing ---------------------------------------------------------------------------------

    @property
    def has_ended(self) -> bool:
        """Whether the process has ended, or nobody can tell any more."""
        return self.status is not None or self.is_gone

    @property
    def is_settled(self) -> bool:
        """Whether the call has given what it will ever give."""
        return self.reply is not None or self.has_ended

    def wants(self) -> list[tuple[int, int]]:
        """Descriptors that tell of news, with the poll events."""
        inboxes = (self._started.channel, self._started.guardian.control)
        open_ones = [inbox.sock.fileno() for inbox in inboxes if not inbox.ended]
        if not self._output_ended:
            open_ones.append(self._started.output)
        return [(fd, select.POLLIN) for fd in open_ones]

    def pump(self) -> bool:
        """Take in what it printed and what it, or its guardian, said. Returns whether it did."""
        channel, control = self._started.channel, self._started.guardian.control
        return any([self._drain(), self._hear(channel), self._hear(control)])

    def _drain(self) -> bool:
        if self._output_ended:
            return False
        try:
            data = os.read(self._started.output, 1 << 16)
        except BlockingIOError:
            return False
        self._output_ended = not data
        self.printed_in_all += len(data)
        self.printed += data
        del self.printed[:-MOST_OUTPUT]
        return bool(data)

    def _hear(self, inbox: messages.Inbox) -> bool:
        if inbox.ended:
            return False
        is_guardian = inbox is self._started.guardian.control
        try:
            came = inbox.fill()
            while (message := inbox.take()) is not messages.NOTHING:
                self._note(message, is_guardian)
        except codec.MalformedMessage:
            inbox.ended = came = self.is_spoiled = True  # student code wrote into our channel
        if inbox.ended and is_guardian:
            self._hear_the_rest()
            self.is_gone = True
        return came

    def _hear_the_rest(self) -> None:
        """What it said before it ended comes before its end."""
        while self._hear(self._started.channel):
            pass

    def _hear_the_end(self) -> None:
        """It does not listen any more, so it has ended: its guardian is about to say how."""
        poller = select.poll()
        poller.register(self._started.guardian.control.sock, select.POLLIN)
        while not self.has_ended and poller.poll(END_DEADLINE * 1000):
            self.pump()

    def _note(self, message: object, from_guardian: bool) -> None:
        match message:
            case ("ended", int() as status, dict() as left) if from_guardian:
                self._hear_the_rest()
                self.status, self.left = status, {pid: str(words) for pid, words in left.items()}
            case dict() if not from_guardian and self.reply is None:
                self.reply = replies.checked(message)

    # -- the end ---------------------------------------------------------------------------------

    def end(self) -> None:
        """End it and everything below it, and wait until that is done. Nothing is heard after."""
        started, launcher = self._started, self._launcher
        guardian = started.guardian
        is_lost = guardian.control.ended
        if not is_lost and sweeps(guardian):
            launcher.take_back(guardian)
        else:
            is_ours = launcher.nurseries != guardian.nursery  # we ended it, with its nursery
            self.guardian_was_killed = not is_ours and guardian.control.ended
            with contextlib.suppress(ProcessLookupError):
                signals.pidfd_send_signal(guardian.pidfd, signals.SIGKILL)
            guardian.close()
            is_lost = True
        if is_lost or not has_ended(started.pidfd):  # then the nursery sweeps, unless it ended too
            launcher.tidy(started.pidfd)
        started.channel.close()
        for fd in (started.output, started.pidfd, self.probe, self._their_probe):
            if fd >= 0:
                os.close(fd)
