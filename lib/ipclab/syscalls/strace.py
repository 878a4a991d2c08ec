"""Reads what strace wrote: text in, system calls out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_LINE = re.compile(r"(?:(?P<process>\d+)\s+)?(?P<rest>\S.*)")
_RESUMED = re.compile(r"<\.\.\. (?P<name>\w+) resumed>(?P<rest>.*)")
_SIGNAL = re.compile(r"--- (?P<signal>SIG\w+) (?P<details>.*)---")
_KILLED = re.compile(r"\+\+\+ killed by (?P<signal>SIG\w+).*\+\+\+")
_RESULT = re.compile(
    r"\s*=\s*(?P<value>\S+)(?:\s+(?P<errno>E[A-Z0-9_]+)\b)?(?:\s*\((?P<note>.*)\))?"
)
_UNFINISHED = " <unfinished ...>"
_OPENING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True)
class Syscall:
    """One system call as strace saw it.

    >>> parse('7 close(-1) = -1 EBADF (Bad file descriptor)')[0].errno
    'EBADF'
    """

    process: int
    name: str
    arguments: tuple[str, ...] = ()
    result: str = "?"
    errno: str = ""
    note: str = ""


@dataclass(frozen=True)
class Signal:
    """A signal that reached a process, or (`fatal`) ended it.

    >>> parse("7 +++ killed by SIGPIPE +++")
    [Signal(process=7, name='SIGPIPE', fatal=True)]
    """

    process: int
    name: str
    fatal: bool = False


Record = Syscall | Signal


def parse(trace: str) -> list[Record]:
    """The system calls and signals in the text of `strace -f`, in the order in which they began.

    A call that strace wrote in two halves becomes one. A call that a signal interrupted and the
    kernel began again is one call; one that came back with EINTR says so. Lines that are not a
    call or a signal are left out.

    >>> lines = ["7 accept(3, <unfinished ...>", "7 <... accept resumed>NULL, NULL) = 4"]
    >>> [(call.name, call.arguments, call.result) for call in parse('\\n'.join(lines))]
    [('accept', ('3', 'NULL', 'NULL'), '4')]
    """
    return _without_restarts(
        [record for process, text in _whole_lines(trace) if (record := _record(process, text))]
    )


def _whole_lines(trace: str) -> list[tuple[int, str]]:
    """(process, text) of each line, the two halves of an unfinished call joined."""
    lines: list[tuple[int, str]] = []
    unfinished: dict[int, int] = {}
    for line in trace.splitlines():
        if not (match := _LINE.fullmatch(line)):
            continue
        process, text = int(match["process"] or 0), match["rest"].rstrip()
        if text.endswith(_UNFINISHED):
            unfinished[process] = len(lines)
            text = text.removesuffix(_UNFINISHED)
        elif resumed := _RESUMED.fullmatch(text):
            if process in unfinished:
                at = unfinished.pop(process)
                lines[at] = (process, _join(lines[at][1], resumed["rest"]))
                continue
            text = f"{resumed['name']}({resumed['rest']}"
        lines.append((process, text))
    return lines


def _join(begun: str, rest: str) -> str:
    """Puts the halves together: strace prints a blank after the comma on one side only."""
    return f"{begun.rstrip()} {rest.lstrip()}" if begun.rstrip().endswith(",") else begun + rest


def _record(process: int, text: str) -> Record | None:
    if match := _SIGNAL.fullmatch(text):
        return Signal(process, match["signal"])
    if match := _KILLED.fullmatch(text):
        return Signal(process, match["signal"], fatal=True)
    match = re.match(r"(\w+)\(", text)
    return _syscall(process, match[1], text[match.end() :]) if match else None


def _syscall(process: int, name: str, text: str) -> Syscall:
    arguments, rest = _arguments(text.replace(_UNFINISHED, ""))
    result = _RESULT.match(rest)
    if result is None:  # the process ended inside this call
        return Syscall(process, name, arguments)
    return Syscall(
        process, name, arguments, result["value"], result["errno"] or "", result["note"] or ""
    )


def _arguments(text: str) -> tuple[tuple[str, ...], str]:
    """Splits `a, "b, c", {d, e}) = 0` into its arguments and what follows the parenthesis."""
    found: list[str] = []
    start = 0
    for at, character, depth in _outside_strings(text):
        if depth == 0 and character in ",)":
            found.append(text[start:at].strip())
            start = at + 1
            if character == ")":
                break
    else:
        found.append(text[start:].strip())
        start = len(text)
    return tuple(argument for argument in found if argument), text[start:]


def _outside_strings(text: str) -> Iterator[tuple[int, str, int]]:
    """Each character that is not inside a C string, with the depth of brackets before it."""
    depth = 0
    quoted = escaped = False
    for at, character in enumerate(text):
        if quoted:
            quoted = escaped or character != '"'
            escaped = character == "\\" and not escaped
            continue
        if character == '"':
            quoted = True
            continue
        yield at, character, depth
        if character in _OPENING:
            depth += 1
        elif character in _OPENING.values():
            depth -= 1


def _without_restarts(records: list[Record]) -> list[Record]:
    """Leaves out the mechanics of interrupted calls: what the caller saw remains."""
    kept: list[Record] = []
    interrupted: dict[int, tuple[int, Syscall]] = {}
    for record in records:
        if isinstance(record, Syscall) and record.errno.startswith("ERESTART"):
            interrupted[record.process] = (len(kept), record)
        elif isinstance(record, Syscall) and record.process in interrupted:
            at, call = interrupted[record.process]
            if record.name == "rt_sigreturn":
                if record.errno != "EINTR":
                    continue
                kept[at] = _with_result(call, record)
                del interrupted[record.process]
                continue
            if record.name in {call.name, "restart_syscall"}:
                del interrupted[record.process]
                kept[at] = record if record.name == call.name else _with_result(call, record)
                continue
        kept.append(record)
    return kept


def _with_result(call: Syscall, other: Syscall) -> Syscall:
    return replace(call, result=other.result, errno=other.errno, note=other.note)
