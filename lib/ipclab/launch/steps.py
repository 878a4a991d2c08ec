"""The subject's side of the stepper: stops before each step of student code, waits for a go.

A step is a call, a subscript read or stored, or an attribute stored: where a program touches what
others may touch too. Lines are too coarse, for `board[0] += 1` is a read and a write (opcode
events: sys.settrace, Frame.f_trace_opcodes). Where a signal is to come at every moment, a line's
beginning is one more, for a handler may touch any variable. Each thread, and each forked child,
opens a channel of its own to the examiner at its first step; there it says where it stands, and
there its go comes.

All this runs in a process of the student's, so what it says steers a search and decides nothing.
"""

# ruff: noqa: ANN401  what sys.settrace and the audit hooks are called with is anything

import array
import contextlib
import dis
import os
import socket
import sys
import sysconfig
import threading
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from ipclab.launch import probe

BY_STEPS, BY_LINES = b"steps", b"lines"  # the first word, which is the examiner's
STANDS, PASSES = b"=", b">"  # how a message begins: it waits for a go, or has one left
RUN_FREE, ASK_AGAIN = 0, 255  # on a channel: no stop any more; no step without a new go
ENDED, LEFT = b"ended", b"left"  # said once: the function is over, in the stepper or not

READS, WRITES, CALLS, LEAVES, ENDS = "reads", "writes", "calls", "leaves", "ends"
BEGINS = "begins"  # a line
KINDS = {  # by the names of dis, from Python 3.11 to 3.13
    "CALL": CALLS, "CALL_FUNCTION_EX": CALLS, "CALL_KW": CALLS, "BEFORE_WITH": CALLS,
    "BEFORE_ASYNC_WITH": CALLS, "BINARY_SUBSCR": READS, "BINARY_SLICE": READS,
    "STORE_SUBSCR": WRITES, "STORE_SLICE": WRITES, "DELETE_SUBSCR": WRITES,
    "STORE_ATTR": WRITES, "DELETE_ATTR": WRITES,
}  # fmt: skip

_INSTALLED = tuple(
    {sysconfig.get_path(name) + os.sep for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    | {f"{Path(__file__).parents[1]}{os.sep}", "<frozen "}
)
_REACHES = {"sys.settrace", "sys._getframe", "sys._current_frames"}  # a frame has its own tracer
_FRAMES = {"tb_frame", "gi_frame", "cr_frame", "ag_frame"}  # and can be had of these
_MULTIPLIES = {"_thread.start_new_thread", "_thread.start_joinable_thread", "os.fork", "os.forkpty"}
_LONGEST_NAME = 2000  # characters


# What contextlib makes of a learner's generator travels by value, apart from its module.
_WRAPPERS = {
    each for each in contextlib.contextmanager.__code__.co_consts if hasattr(each, "co_code")
}

_KIND_OF = {dis.opmap[name]: kind for name, kind in KINDS.items() if name in dis.opmap}
_CALL, _LOAD_CONST, _PRECALL = (dis.opmap.get(n, -1) for n in ("CALL", "LOAD_CONST", "PRECALL"))
_CACHE = 0  # room for the interpreter, after an instruction


def steps_of(code: CodeType) -> dict[int, str]:
    """By offset, what each step of this code does.

    Read from the bytes, two to an instruction, for dis.get_instructions takes ten times as long.

    >>> list(steps_of((lambda board: board[0]).__code__).values())
    ['reads']
    """
    found: dict[int, str] = {}
    nones = 0  # loaded one after the other: `with` calls __exit__ with three, at its own line
    data = code.co_code
    for offset in range(0, len(data), 2):
        opcode, argument = data[offset], data[offset + 1]
        if opcode in _KIND_OF:
            leaves = (opcode, argument, nones) == (_CALL, 2, 3)
            found[offset] = LEAVES if leaves else _KIND_OF[opcode]
        if opcode == _LOAD_CONST and code.co_consts[argument] is None:
            nones += 1
        elif opcode not in (_PRECALL, _CACHE):  # Python 3.11 has these between it and the call
            nones = 0
    return found


def is_installed(frame: FrameType) -> bool:
    """Whether it runs what came with Python or with us, in the namespace of an imported module.

    Either alone is not enough: a name can be given to any code, and any file be imported.
    """
    if frame.f_code in _WRAPPERS:
        return True  # by its very instructions: it calls, and what it calls is looked at again
    if not frame.f_code.co_filename.startswith(_INSTALLED):
        return False
    module = sys.modules.get(frame.f_globals.get("__name__", ""))
    return module is not None and vars(module) is frame.f_globals


class Channel:
    """One thread's way to the examiner; closed when the thread is over."""

    def __init__(self, hello: int) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        rights = array.array("i", [theirs.fileno()])
        with theirs, socket.socket(fileno=os.dup(hello)) as sock:
            sock.sendmsg([b"here"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
        self._sock = socket.socket(fileno=probe.out_of_the_way(ours.detach()))
        self._left = 0  # steps that we may make without asking

    def ask_again(self) -> None:
        """Stop at the next step."""
        self._left = 0

    def may_go(self, place: bytes) -> bool:
        """Say where we are, and wait for a go unless there is one left. False: run free.

        A signal that comes meanwhile runs its Python handler here (PEP 475).
        """
        with contextlib.suppress(ConnectionError):
            if self._left and not self._may_go_on():
                return False
            self._sock.send((PASSES if self._left else STANDS) + place)
            if not self._left:
                self._left = self._next_word()
            self._left -= 1
            return self._left >= 0
        return False

    def _next_word(self, flags: int = 0) -> int:
        """How many steps we may make: 0 for all, also where nobody is there."""
        while (word := int.from_bytes(self._sock.recv(1, flags), "big")) == ASK_AGAIN:
            self._left = 0
        return word

    def _may_go_on(self) -> bool:
        """Whoever was blocked has no step left: others have moved since. False: run free."""
        with contextlib.suppress(BlockingIOError):
            return self._next_word(socket.MSG_DONTWAIT) != RUN_FREE
        return True

    def __del__(self) -> None:
        os.close(self._sock.detach())  # without a warning: it is not the student's


class Steps:
    """Steps what is the student's in this process."""

    def __init__(self, hello: socket.socket) -> None:
        self._by_lines = hello.recv(len(BY_LINES)) == BY_LINES
        self._hello = probe.out_of_the_way(hello.detach())
        self._mine = threading.local()  # the channel of each thread
        self._known: dict[CodeType, dict[int, str]] = {}
        self._last: tuple[str, ...] = ("0", "0", "", "")  # where a step was last
        self._is_free = self._has_left = False

    @contextlib.contextmanager
    def stepping(self) -> Iterator[None]:
        """Step what is called in this block."""
        sys._getframe().f_trace_opcodes = True  # Python 3.12 asks once, at the next settrace
        sys.addaudithook(self._heard)
        os.register_at_fork(after_in_child=self._in_a_child)
        threading.settrace(self._entered)
        sys.settrace(self._entered)
        try:
            yield
        finally:
            is_stepped = sys.gettrace() == self._entered and not self._has_left
            sys.settrace(None)
            self._say(ENDED if is_stepped or self._is_free else LEFT)
            self._stop(self._last, ENDS)

    def _in_a_child(self) -> None:
        self._mine = threading.local()

    def _say(self, word: bytes) -> None:
        with contextlib.suppress(OSError):
            os.write(self._hello, word)

    def _entered(self, frame: FrameType, _event: str, _: Any) -> Any:
        """A function is entered, or a generator goes on."""
        if self._is_free or is_installed(frame):
            return None
        frame.f_trace = self._reached  # Python 3.13 asks for it before the next line
        frame.f_trace_opcodes, frame.f_trace_lines = True, self._by_lines
        return self._reached

    def _reached(self, frame: FrameType, event: str, _: Any) -> Any:
        if event in ("opcode", "line") and not self._is_free:
            code = frame.f_code
            if code not in self._known:
                self._known[code] = steps_of(code)
            kind = self._known[code].get(frame.f_lasti)
            if event == "line":  # where it is a step besides, that comes next
                kind = BEGINS if kind is None else None
            if kind is not None:
                self._last = _place(frame)
                self._stop(self._last, kind)
        return self._reached

    def _stop(self, place: tuple[str, ...], kind: str) -> None:
        if self._is_free:
            return
        if not hasattr(self._mine, "channel"):
            self._mine.channel = Channel(self._hello)
        message = "\0".join((kind, *place)).encode("utf-8", "replace")
        self._is_free = not self._mine.channel.may_go(message) or self._is_free

    def _heard(self, event: str, args: Any) -> None:
        """An audit hook (PEP 578), which cannot be taken off: who reaches for the tracer leaves."""
        if event in _MULTIPLIES and hasattr(self._mine, "channel"):
            self._mine.channel.ask_again()  # whoever is new could move from now on
        reaches = event in _REACHES or (event == "object.__getattr__" and args[1] in _FRAMES)
        if not reaches or getattr(self._mine, "is_looking", False):
            return
        self._mine.is_looking = True  # for we look at a frame too
        self._has_left = self._has_left or not is_installed(sys._getframe(1))
        self._mine.is_looking = False


def _place(frame: FrameType) -> tuple[str, ...]:
    """Line and offset, and the names of its function and file."""
    names = (name[:_LONGEST_NAME] for name in (frame.f_code.co_name, frame.f_code.co_filename))
    return (str(frame.f_lineno), str(frame.f_lasti), *names)
