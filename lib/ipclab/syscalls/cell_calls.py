"""From a trace to the cell's own system calls, the same on every machine. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ipclab.syscalls.prototypes import c_names, prototype
from ipclab.syscalls.strace import Record, Signal, Syscall
from ipclab.syscalls.syscall_table import Group, Row
from ipclab.syscalls.traced import BEGIN, END, HIDE, SHOW

#: What Python and the C library do for themselves. Shown only when asked for by name.
_HOUSEKEEPING = frozenset(
    """
    arch_prctl brk exit futex get_robust_list getrandom gettid madvise membarrier mprotect mremap
    prlimit64 restart_syscall rseq rt_sigreturn sched_getaffinity sched_yield set_robust_list
    set_tid_address sigaltstack
    """.split()  # noqa: SIM905  (twenty pairs of quotes say no more)
)
_BIRTHS = frozenset({"clone", "clone3", "fork", "vfork"})
_TAKES_PID = frozenset({"kill", "tgkill", "wait4", "pidfd_open", "setpgid", "getpgid", "getsid"})
_GIVES_PID = _BIRTHS | {"getpid", "getppid", "getpgid", "getsid", "setsid", "wait4"}
_GIVES_ID = frozenset({"msgget", "semget", "shmget"})
_TAKES_ID = frozenset(
    {"msgctl", "msgrcv", "msgsnd", "semctl", "semop", "semtimedop", "shmat", "shmctl"}
)
_PORT = re.compile(r"(?<=htons\()\d+(?=\))")
_IPV4 = re.compile(r'(?<=inet_addr\(")[\d.]+(?="\))')
_POINTER = re.compile(r"\b0x[0-9a-f]{6,}\b")
_PID_FIELD = re.compile(r"(?<=pid=)\d+|(?<=tid=\[)\d+")
_USER_FIELD = re.compile(r"(?<=si_uid=)\d+")
_RANDOM_NAME = re.compile(r"\b(tmp|psm_|wnsm_|mp-)[a-z0-9_]{8}\b")
_FRESH_NAME = re.compile(r"\bipclab-[0-9a-f]{12}\b")  # names.py gives them
_MOMENT = re.compile(r"\{tv_sec=\d{9,}, tv_nsec=\d+\}")
_COOKIE = re.compile(r"(?<=sigev_value=)\{[^}]*\}")
_TIME_LEFT = re.compile(r"left \{[^}]*\}")
_ENVIRONMENT = re.compile(r"0x[0-9a-f]+ /\* \d+ vars \*/")
_NEW_TASK = re.compile(r"\{flags=([A-Z_|]+), .*\}")
_OCTAL = re.compile(r"(?<!\\)((?:\\\\)*)\\([0-7]{1,3})")


def groups(records: Iterable[Record], source: str, names: Iterable[str] = ()) -> list[Group]:
    """What the cell with this source did, process by process.

    Numbers that differ from run to run (ports, process ids, addresses in memory) become words,
    unless the cell itself says the number. With names, only those calls; `accept` also stands for
    `accept4`, and so on.

    >>> from ipclab.syscalls.strace import parse
    >>> trace = '7 access("ipclab:begin", F_OK) = -1 ENOENT (x)\\n7 listen(3, 5) = 0'
    >>> groups(parse(trace), "s.listen(5)")[0].rows[0].call
    'listen(3, 5)'
    """
    wanted = frozenset(names)
    lives = _lives(_visible(list(records)))
    naming = _Naming(source, lives)
    found: list[Group] = []
    for process, life in lives.items():
        chosen = _chosen(life, wanted, process in naming.children)
        rows = tuple(naming.row(record) for record in chosen)
        if rows or not found:
            found.append(Group(naming.children.get(process, ""), rows))
    return found


def _says(record: Record, word: str) -> bool:
    return isinstance(record, Syscall) and any(f'"{word}"' == text for text in record.arguments)


def _visible(records: list[Record]) -> dict[int, list[Record]]:
    """What each process did between the marks, without what is marked as not the cell's.

    The cell's own process is the first.
    """
    start = next((at for at, record in enumerate(records) if _says(record, BEGIN)), None)
    if start is None:
        return {}
    visible: dict[int, list[Record]] = {records[start].process: []}
    ended: set[int] = set()
    hidden: dict[int, int] = {}
    for record in records[start + 1 :]:
        process = record.process
        if _says(record, END):
            ended.add(process)
        elif _says(record, HIDE) or _says(record, SHOW):
            hidden[process] = hidden.get(process, 0) + (1 if _says(record, HIDE) else -1)
        elif process not in ended and not hidden.get(process):
            visible.setdefault(process, []).append(record)
    return visible


def _lives(visible: dict[int, list[Record]]) -> dict[int, list[Record]]:
    """The same, the others in order of birth: the order in which they ran is chance."""
    order = list(visible)[:1]
    for process in order:  # grows while it is read: children of children follow
        born = (_born(record) for record in visible[process])
        order += [child for child in born if child in visible and child not in order]
    return {process: visible[process] for process in order}


def _born(record: Record) -> int | None:
    if isinstance(record, Syscall) and record.name in _BIRTHS and record.result.isdigit():
        return int(record.result)
    return None


def _chosen(life: list[Record], names: frozenset[str], is_child: bool) -> list[Record]:
    if names:
        return [r for r in life if isinstance(r, Signal) or not names.isdisjoint(_called(r))]
    chosen: list[Record] = []
    masked = is_child  # a new thread or process first takes back the mask it was born with
    mapped: set[str] = set()
    for record in _without_loader(_without_spawning(life) if is_child else life):
        if isinstance(record, Signal):
            if record.name != "SIGCHLD":  # its place among the calls is chance
                chosen.append(record)
            continue
        if record.name == "rt_sigprocmask":
            was_masked = masked
            masked = _is_library_mask(record) or (masked and "SIG_SETMASK" not in record.arguments)
            if was_masked or masked:
                continue
        if not _is_housekeeping(record, mapped):
            chosen.append(record)
    return chosen


def _called(call: Syscall) -> set[str]:
    return {call.name, *c_names(call.name)}


def _is_library_mask(call: Syscall) -> bool:
    """The C library blocks every signal while it starts a thread or a program."""
    return call.arguments[1:2] == ("~[]",) or "RT_1" in " ".join(call.arguments)


def _is_housekeeping(call: Syscall, mapped: set[str]) -> bool:
    text = " ".join(call.arguments)
    if call.name == "mmap" and "MAP_SHARED" in text:
        mapped.add(call.result)
        return False
    if call.name == "munmap":
        return call.arguments[0] not in mapped
    if call.name == "rt_sigaction":
        return "SIGRT_1" in text  # glibc's own, for threads
    return call.name == "mmap" or call.name in _HOUSEKEEPING


def _without_loader(life: list[Record]) -> list[Record]:
    """Leaves out what the dynamic loader does between execve() and main()."""
    kept: list[Record] = []
    loading = False
    for at, record in enumerate(life):
        if not loading or isinstance(record, Signal):
            kept.append(record)
        elif record.name == "munmap":  # the loader gives its cache back last
            loading = False
        if isinstance(record, Syscall) and record.name == "execve" and record.result == "0":
            loading = any('"/etc/ld.so.cache"' in _texts(later) for later in life[at + 1 : at + 30])
    return kept


def _without_spawning(life: list[Record]) -> list[Record]:
    """Leaves out how the subprocess module puts signals and descriptors right before execve()."""
    at = next((n for n, r in enumerate(life) if isinstance(r, Syscall) and r.name == "execve"), 0)
    before = (r for r in life[:at] if r.name not in {"rt_sigaction", "close_range"})
    return [*before, *life[at:]]


class _Naming:
    """Gives numbers that are chance the same name wherever they occur."""

    def __init__(self, source: str, lives: dict[int, list[Record]]) -> None:
        self._source = source
        self._ports: dict[str, str] = {}
        self._hosts: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        main = next(iter(lives), 0)
        births = {_born(record): record for life in lives.values() for record in life}
        self.children: dict[int, str] = {}
        counts = {"child": 0, "thread": 0}
        for process, birth in births.items():
            if process is None:
                continue
            kind = "thread" if "CLONE_THREAD" in " ".join(_texts(birth)) else "child"
            counts[kind] += 1
            self.children[process] = kind if counts[kind] == 1 else f"{kind} {counts[kind]}"
        self._pids = {str(main): "PID"} | {
            str(process): name.upper().replace(" ", "_") for process, name in self.children.items()
        }

    def row(self, record: Record) -> Row:
        if isinstance(record, Signal):
            how = "ended by" if record.fatal else "received"
            return Row(f"--- {how} {record.name} ---", "", "")
        call = self._with_ids(self._with_pids(record))
        text = f"{call.name}({', '.join(self._settled(text) for text in call.arguments)})"
        note = _TIME_LEFT.sub("left TIME", call.note)
        words = (self._settled(call.result), call.errno, f"({note})" if note else "")
        result = " ".join(word for word in words if word)
        return Row(text, result, prototype(call.name, call.arguments))

    def _with_pids(self, call: Syscall) -> Syscall:
        arguments = list(call.arguments)
        if call.name in _TAKES_PID and arguments:
            number = arguments[0].removeprefix("-")  # a group is its leader's pid, negative
            arguments[0] = arguments[0].replace(number, self._pids.get(number, number))
        if call.name == "tgkill":  # a thread of it; the main one has the process's number
            arguments[1] = self._pids.get(arguments[1], arguments[1])
        result = call.result
        if call.name == "getppid":
            self._pids.setdefault(result, "PPID")
        if call.name in _GIVES_PID:
            result = self._pids.get(result, result)
        return replace(call, arguments=tuple(arguments), result=result)

    def _with_ids(self, call: Syscall) -> Syscall:
        """System V objects: their ids are the kernel's choice, and a key may be the program's."""
        if call.name in _GIVES_ID and not call.errno:
            known = self._ids
            word = known.setdefault(call.result, "ID" if not known else f"ID_{len(known) + 1}")
            return replace(call, result=word)
        if call.name in _TAKES_ID and call.arguments:
            number, *others = call.arguments
            return replace(call, arguments=(self._ids.get(number, number), *others))
        return call

    def _settled(self, text: str) -> str:
        text = _ENVIRONMENT.sub("ENVIRONMENT", _NEW_TASK.sub(r"{flags=\1, …}", text))
        text = _PORT.sub(lambda match: self._named(match[0], self._ports, "PORT"), text)
        text = _IPV4.sub(self._host, text)
        text = _PID_FIELD.sub(lambda match: self._pids.get(match[0], match[0]), text)
        text = _USER_FIELD.sub("UID", _POINTER.sub("ADDRESS", text))
        text = _FRESH_NAME.sub("ipclab-…", _RANDOM_NAME.sub(r"\1XXXXXXXX", text))
        text = _COOKIE.sub("{…}", _MOMENT.sub("MOMENT", text))
        return _OCTAL.sub(_hexadecimal, text)

    def _host(self, match: re.Match[str]) -> str:
        if match[0] in {"0.0.0.0", "127.0.0.1"}:
            return match[0]
        return self._named(match[0], self._hosts, "HOST")

    def _named(self, number: str, known: dict[str, str], word: str) -> str:
        if number == "0" or re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", self._source):
            return number
        return known.setdefault(number, word if not known else f"{word}_{len(known) + 1}")


def _texts(record: Record) -> tuple[str, ...]:
    return record.arguments if isinstance(record, Syscall) else ()


def _hexadecimal(match: re.Match[str]) -> str:
    """strace writes bytes in octal, Python and this course in hexadecimal."""
    return f"{match[1]}\\x{int(match[2], 8):02x}"
