"""What a subject holds open, and what it leaves behind."""

import contextlib
import os
import re
import socket
from collections.abc import Collection
from pathlib import Path

from ipclab.launch import processes
from ipclab.outside import proc, quiescence, sockdiag

_TCP_STATES = {
    sockdiag.ESTABLISHED: "ESTABLISHED", sockdiag.LISTEN: "LISTEN",
    sockdiag.CLOSE_WAIT: "CLOSE_WAIT",
    sockdiag.FIN_WAIT1: "FIN_WAIT", sockdiag.FIN_WAIT2: "FIN_WAIT", sockdiag.LAST_ACK: "LAST_ACK",
}  # fmt: skip


def described(pid: int, without: Collection[str]) -> list[str]:
    """A process's descriptors in words, sorted, without those that it was born with."""
    found = {fd: lead for fd, lead in proc.descriptors(pid).items() if lead not in without}
    tcp = {s.inode: s for s in sockdiag.tcp_sockets()}
    return sorted(_in_words(pid, fd, lead, tcp) for fd, lead in found.items())


def _in_words(pid: int, fd: int, lead: str, tcp: dict[int, sockdiag.TcpSocket]) -> str:
    kind, _, inode = lead.partition(":[")
    if kind != "socket":
        return kind if inode else lead
    known = tcp.get(int(inode[:-1]))
    if known is not None:
        return f"TCP {_TCP_STATES.get(known.state, '')}".strip()
    return _other_socket(pid, fd)


def _other_socket(pid: int, fd: int) -> str:
    with contextlib.suppress(OSError), quiescence.borrowed_socket(pid, fd) as sock:
        if sock.family == socket.AF_UNIX:
            return "UNIX"
        return "TCP not connected" if sock.type == socket.SOCK_STREAM else "UDP"
    return "socket"


def below(pid: int) -> dict[int, str]:
    """In words: the processes that are still below a process."""
    found = processes.descendants_of(pid)
    return {child: in_words(child) for child in found if not is_tracker(child)}


def trackers(pid: int) -> list[int]:
    """The resource trackers below a process."""
    return [child for child in processes.descendants_of(pid) if is_tracker(child)]


def is_tracker(pid: int) -> bool:
    """Whether this is the process in which Python's multiprocessing keeps track of names.

    Nobody starts it knowingly, and it ends by itself, after all that it serves.
    """
    with contextlib.suppress(OSError):
        return b"multiprocessing.resource_tracker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def in_words(pid: int) -> str:
    """A process that was left behind: a zombie, or one that still runs, or is stopped."""
    if proc.is_zombie(pid):
        return "a zombie (a child that ended, and nobody waited for it)"
    name = proc.command(pid)
    does = "stopped" if proc.state(pid) == "T" else "running"
    return f"a {does} child process" + (f" ({name})" if "python" not in name else "")


def socket_files(inodes: Collection[int]) -> list[str]:
    """Paths of the UNIX sockets with these inodes (/proc/net/unix)."""
    with contextlib.suppress(OSError):
        lines = Path("/proc/net/unix").read_text(errors="surrogateescape").splitlines()[1:]
        found = (re.match(r"\S+ \S+ \S+ \S+ \S+ \S+ +(\d+) (/.*)", line) for line in lines)
        return [match[2] for match in found if match and int(match[1]) in inodes]
    return []


def remove(files: Collection[str]) -> list[str]:
    """Remove those that are still there. Returns them."""
    removed = []
    for path in files:
        with contextlib.suppress(OSError):
            os.unlink(path)
            removed.append(path)
    return removed
