"""Pipes: one end is ours, or both are given away (pipe(2))."""

import fcntl
import io
import os
from typing import Literal, overload

from ipclab.cards.evidence import Evidence
from ipclab.clock import Ending
from ipclab.endpoint import Endpoint, Receiver, Sender
from ipclab.ends import End
from ipclab.stage import Stage, current
from ipclab.stream import PipeStream


class PipeWriter(Sender):
    """Our write end of a pipe. Closing it is the end of the stream for who reads."""

    _stream: PipeStream

    def __init__(self, stage: Stage, fd: int, name: str, peer: str) -> None:
        super().__init__(stage, PipeStream(fd), name, peer)

    def expect_broken(self) -> "PipeWriter":
        """Nobody has the read end open any more. Raises AnswerWrong where somebody keeps it."""
        ending = self.stage.wait(self._stream.is_broken)
        if ending is not Ending.READY:
            problem = f"{self.peer} keeps the read end of the pipe open."
            raise self.stage.trouble(self.peer, ending, Evidence(problem=problem))
        return self


class PipeReader(Receiver):
    """Our read end of a pipe."""

    _stream: PipeStream

    def __init__(self, stage: Stage, fd: int, name: str, peer: str) -> None:
        super().__init__(stage, PipeStream(fd), name, peer)

    def unread(self) -> int:
        """How many bytes are in the pipe now: written, and not read by us."""
        return self._stream.unread()

    def _said(self) -> tuple[bytes, ...]:
        return self.stage.sent_to(self.peer)

    def _why_no_eof(self) -> str:
        return f"{self.peer} leaves a write end of the pipe open: {self.name} waits for its end."


@overload
def pipe(ours: Literal["write"], size: int = ...) -> tuple[PipeWriter, End]: ...
@overload
def pipe(ours: Literal["read"], size: int = ...) -> tuple[PipeReader, End]: ...
@overload
def pipe(ours: Literal["neither"], size: int = ...) -> tuple[End, End]: ...
def pipe(ours: str, size: int = 0) -> tuple[PipeWriter | PipeReader | End, End]:
    """Our end of a pipe, and the other to give to a subject: there it is a descriptor's number.

    `ours`: the end that we keep, "write" or "read"; with "neither", both are to be given, first the
    read end. `size`: its capacity in bytes, rounded up to whole pages (F_SETPIPE_SZ, fcntl(2)); the
    kernel's choice where it is 0.

    >>> with conversation():
    ...     ours, theirs = pipe("write")
    """
    if ours not in ("write", "read", "neither"):
        raise ValueError(f'pipe: no such end: {ours!r}; there are "write", "read" and "neither"')
    stage = current()
    ends = os.pipe()
    if size:
        fcntl.fcntl(ends[0], fcntl.F_SETPIPE_SZ, size)
    if ours == "write":
        writer = PipeWriter(stage, ends[1], "writer", stage.lane("its end"))
        return writer, _to_give(stage, ends[0], writer)
    if ours == "read":
        reader = PipeReader(stage, ends[0], "reader", stage.lane("its end"))
        return reader, _to_give(stage, ends[1], reader)
    return _to_give(stage, ends[0]), _to_give(stage, ends[1])


def _to_give(stage: Stage, fd: int, whose: Endpoint | None = None) -> End:
    file = io.FileIO(fd, "r+")
    stage.keep(file)
    return End(file, whose)
