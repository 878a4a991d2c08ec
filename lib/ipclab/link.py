"""A link between two programs, with exact misfortune: what passes, and when, is the case's to say.

The relay moves bytes only while the case waits, so nothing depends on how fast anything runs.
"""

import contextlib
import os
import select
import socket
from typing import Protocol

from ipclab.ends import listening_socket
from ipclab.outside import sockdiag
from ipclab.stage import Stage, current
from ipclab.stream import Address, reset

_AT_ONCE = 1 << 16  # bytes held in one direction; more waits in the kernel


class Addressed(Protocol):
    """Whatever listens: a Listener, an End."""

    address: Address


def link(target: Addressed | Address) -> "Link":
    """A TCP relay in front of a listener: connect to `link.address` instead.

    >>> with conversation(), listen("tcp") as server, link(server) as wire:
    ...     wire.address != server.address
    True
    """
    address = target if isinstance(target, tuple) else target.address
    return Link(current(), address)


class Link:
    """Passes bytes both ways, for any number of connections, until told otherwise."""

    def __init__(self, stage: Stage, target: Address) -> None:
        self.stage = stage
        self.name, self.peer = stage.lane("link"), ""
        self._target = target
        self._listener = listening_socket()
        self._listener.setblocking(False)
        host, port = self._listener.getsockname()
        self.address: Address = (host, port)
        self._flows: list[_Flow] = []
        self._stalled = self._cut = False
        self._most = _AT_ONCE
        stage.actors.append(self)

    # -- misfortune ------------------------------------------------------------------------------

    def stall(self) -> "Link":
        """From now on nothing passes, in either direction, until `resume()`."""
        self._stalled = True
        return self._note("the link stalls")

    def resume(self) -> "Link":
        """Let pass what waits. A link that was cut stays so."""
        self._stalled = self._cut
        return self._note("the link goes on: what it held arrives")

    def cut(self) -> "Link":
        """From now on nothing passes, not even an end or a reset: neither side is told."""
        self._stalled = self._cut = True
        return self._note("the link is cut, and neither side is told")

    def throttle(self, most: int) -> "Link":
        """Pass at most so many bytes at a time, the next when those have been read."""
        self._most = most
        return self._note(f"the link passes {most} bytes at a time")

    def reset(self) -> "Link":
        """Reset both sides of every connection."""
        self._note("the link resets both sides")
        self._accept()
        for flow in self._flows:
            flow.reset()
        self._flows.clear()
        return self

    def holds(self, address: Address) -> bool:
        """Whether what is sent to this address, one of the relay's own, goes no further."""
        return self._stalled and any(flow.source.getsockname() == address for flow in self._flows)

    def _note(self, text: str) -> "Link":
        self.stage.record("note", self.name, note=text)
        return self

    # -- what the stage asks ---------------------------------------------------------------------

    def pump(self) -> bool:
        """Accept, and pass on what may pass."""
        moved = self._accept()
        if self._stalled:
            return moved
        for flow in list(self._flows):
            moved = flow.pump(self._most) or moved
            if flow.broken:
                self._break(flow)
        return moved

    def _accept(self) -> bool:
        try:
            near, _ = self._listener.accept()
        except BlockingIOError:
            return False
        far = socket.socket()
        try:
            far.connect(self._target)
        except OSError:
            reset(near)
            far.close()
        else:
            self._flows += _both_ways(near, far)
        return True

    def _break(self, flow: "_Flow") -> None:
        flow.reset()
        self._flows = [each for each in self._flows if each.source.fileno() >= 0]

    def wants(self) -> list[tuple[int, int]]:
        """Woken by whatever may pass."""
        wanted = [(self._listener.fileno(), select.POLLIN)]
        if self._stalled:
            return wanted
        return wanted + [want for flow in self._flows for want in flow.wants()]

    def inodes(self) -> set[int]:
        """The inodes of the relay's sockets."""
        return {os.fstat(flow.source.fileno()).st_ino for flow in self._flows}

    def close(self) -> None:
        """Take the link down; connections that are left are reset."""
        for flow in self._flows:
            flow.reset()
        self._flows.clear()
        self._listener.close()
        if self in self.stage.actors:
            self.stage.actors.remove(self)

    def __enter__(self) -> "Link":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.stage.over = self.stage.over or kind is not None
        self.close()


class _Flow:
    """One direction of one connection."""

    def __init__(self, source: socket.socket, target: socket.socket) -> None:
        self.source, self.target = source, target
        self.broken = False
        self._held = bytearray()
        self._ended = self._finished = False

    def wants(self) -> list[tuple[int, int]]:
        wanted = []
        if not self._ended and not self._held:
            wanted.append((self.source.fileno(), select.POLLIN))
        return wanted

    def pump(self, most: int) -> bool:
        try:
            return any([self._take(), self._pass(most), self._finish()])
        except (ConnectionError, BrokenPipeError):
            self.broken = True
            return True

    def _take(self) -> bool:
        if self._ended or self._held:
            return False
        with contextlib.suppress(BlockingIOError):
            data = self.source.recv(_AT_ONCE)
            self._held += data
            self._ended = not data
            return True
        return False

    def _pass(self, most: int) -> bool:
        if not self._held or (most < _AT_ONCE and not self._all_read()):
            return False
        with contextlib.suppress(BlockingIOError):
            del self._held[: self.target.send(self._held[:most])]
            return True
        return False

    def _all_read(self) -> bool:
        ends = self.target.getsockname(), self.target.getpeername()
        return sockdiag.unread_by_peer(*ends) == 0

    def _finish(self) -> bool:
        if not self._ended or self._held or self._finished:
            return False
        self._finished = True
        self.target.shutdown(socket.SHUT_WR)
        return True

    def reset(self) -> None:
        reset(self.source)
        reset(self.target)


def _both_ways(near: socket.socket, far: socket.socket) -> list[_Flow]:
    for sock in (near, far):
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return [_Flow(near, far), _Flow(far, near)]
