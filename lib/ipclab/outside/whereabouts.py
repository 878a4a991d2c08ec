"""Where a subject stands: the line that it says, and what the kernel says that it waits for.

Asked after the verdict only: the question is a signal, and a signal disturbs (pause returns,
sigwait consumes it). The line is the student's process speaking: a help for a card, never a
verdict.
"""

import os
import re
import select
import time
from collections.abc import Set
from typing import TYPE_CHECKING

from ipclab.cards.evidence import Stuck
from ipclab.launch import probe
from ipclab.outside import blocking, mapped, proc

if TYPE_CHECKING:
    from ipclab.subject import Subject

PATIENCE = 1.0  # seconds for an answer; a process that cannot answer has masked the signal
MOST_TEXT = 64 * 1024  # bytes of an answer that are read
_LINE = re.compile(r'^  File "(.*)", line (\d{1,9}) in (.*)$', re.MULTILINE)
_HEADING = re.compile(r"^(?:Current thread|Thread) 0x.*$", re.MULTILINE)
#: How a thread's lines end: where Python, or a thread, begins; where faulthandler breaks off.
_OUTERMOST = (" in _run_module_as_main\n", " in _bootstrap\n", "  ...\n", "<no Python frame>\n")

_WORDS = {
    "bytes": "for bytes that {peer} will not send",
    "room": "to send, but {peer} does not read",
    "connection": "for a connection, and nobody will connect",
    "child": "for a child process that does not end",
    "lock": "for a lock, or for another thread",
    "semaphore": "for a semaphore that nobody will post",
    "signal": "for a signal that nobody will send",
    "message": "for a message that nobody will send",
    "time": "for time to pass",
    "open": "for somebody to open the other end",
    "any": "for something to happen, and nothing will",
}


def ask(subject: "Subject") -> Stuck | None:
    """The line of the learner's code that a subject stands at; None where it gives no answer."""
    waiting = waits_for(subject)
    threads = proc.threads(subject.pid)
    text = _signalled(subject, probe.WHERE, len(threads))
    found = _first_frame(subject, text)
    if found is None:
        found = _first_frame(subject, _signalled(subject, probe.WHERE_TASKS, 0))
    if found is None:
        return None if not waiting else Stuck(subject.state.function, 0, "", waiting)
    file, line, function = found
    source = subject.stage.launcher.line(file, line)
    return Stuck(function, line, source, waiting, "waits" if waiting else "is")


def _signalled(subject: "Subject", number: int, headings: int) -> str:
    """Send the question, and read until each thread has spoken (or, of tasks, until "end")."""
    pid, probe = subject.where_to_ask()
    caught, blocked = (proc.signal_mask(pid, mask) for mask in ("SigCgt", "SigBlk"))
    if not proc.in_mask(caught, number) or proc.in_mask(blocked, number):
        return ""  # it would end the process, or never be answered
    subject.tell(number)
    text, until = "", time.monotonic() + PATIENCE
    while (left := until - time.monotonic()) > 0:
        if is_complete(text, headings, subject.sources):
            break
        if not select.select([probe], [], [], left)[0] or len(text) > MOST_TEXT:
            break
        came = os.read(probe, 1 << 16)
        if not came:  # it has ended
            break
        text += came.decode("utf-8", "replace")
    return text


def is_complete(text: str, headings: int, sources: Set[str]) -> bool:
    """Whether an answer has come as far as it is needed: each thread has spoken, the last one up to
    a line of the learner's, or to the end.

    faulthandler writes line by line, innermost first, and that may be another's: IPython's `open`.
    """
    if not headings:
        return text.endswith("end\n")
    *earlier, last = _HEADING.split(text)
    if len(earlier) < headings or not text.endswith("\n"):
        return False
    has_ours = any(file in sources for file, _, _ in _LINE.findall(last))
    return has_ours or last.endswith(_OUTERMOST)


def _first_frame(subject: "Subject", text: str) -> tuple[str, int, str] | None:
    """The innermost line of the learner's, of the newest thread that is in any."""
    for block in _HEADING.split(text):
        for file, line, function in _LINE.findall(block):
            if file in subject.sources:
                return file, int(line), function
    return None


def waits_for(subject: "Subject") -> str:
    """What the kernel says that it waits for, in words; empty where it does not wait."""
    for thread in reversed(proc.threads(subject.pid)):
        call = blocking.KNOWN.get(thread.call if thread.call is not None else -1)
        if call is not None and thread.state == "S":
            key = "semaphore" if _is_semaphore(subject.pid, thread) else call.waits_for
            return _WORDS[key].format(peer=_peer(subject))
    return ""


def _is_semaphore(pid: int, thread: proc.Thread) -> bool:
    """Whether the lock that a thread waits for lies in a named semaphore's file."""
    return any(at.path.startswith("/dev/shm/sem.") for at in mapped.waits_in(pid, [thread]))


def _peer(subject: "Subject") -> str:
    names = [f"the {actor.name}" for actor in subject.stage.actors if actor.peer == subject.name]
    return names[0] if len(names) == 1 else "the other end"
