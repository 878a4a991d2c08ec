"""What the kernel knows of TCP sockets, whoever holds them (sock_diag(7)).

Used to see whether a byte is still on its way between two sockets of this machine, how much the
other end has not read, and who listens where. Nothing is asked of the process that holds the
socket.
"""

import ipaddress
import socket
import struct
from dataclasses import dataclass

_NETLINK_SOCK_DIAG = 4
_SOCK_DIAG_BY_FAMILY = 20
_REQUEST, _DUMP = 0x1, 0x300
_NLMSG_ERROR, _NLMSG_DONE = 2, 3
_INET_DIAG_INFO = 2

ESTABLISHED, SYN_SENT, SYN_RECV, FIN_WAIT1, FIN_WAIT2, TIME_WAIT, CLOSE, CLOSE_WAIT = range(1, 9)
LAST_ACK, LISTEN, CLOSING, NEW_SYN_RECV = range(9, 13)
_STATES = 0xFFFFFFFF & ~(1 << TIME_WAIT)  # thousands of those may linger, and they say nothing

Address = tuple[str, int]

_INFO_END = 216  # bytes of struct tcp_info that are read

_HEADER = struct.Struct("=IHHII")
_QUESTION = struct.Struct("=BBBxI48x")
_ANSWER = struct.Struct("=BBBB HH 16s16s I 8x IIIII".replace(" ", ""))


@dataclass(frozen=True)
class TcpSocket:
    """One TCP socket, as the kernel sees it. Counts are bytes."""

    state: int
    local: Address
    remote: Address
    inode: int  # 0 where no process holds it: not accepted yet, or closed already
    unread: int  # arrived, not read; for a listener: connections not accepted
    unacknowledged: int  # written, not acknowledged; for a listener: its backlog
    received: int  # in order, a FIN counted as one
    sent: int  # distinct bytes put on the wire, a FIN not counted
    unsent: int  # written, not yet on the wire


class Unavailable(OSError):
    """This kernel does not answer sock_diag questions."""


def tcp_sockets() -> list[TcpSocket]:
    """Every TCP socket of this network namespace, both families. Raises Unavailable."""
    try:
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _NETLINK_SOCK_DIAG) as netlink:
            return [
                each
                for family in (socket.AF_INET, socket.AF_INET6)
                for each in _dump(netlink, family)
            ]
    except OSError as error:
        raise Unavailable(f"sock_diag: {error}") from error


def _dump(netlink: socket.socket, family: int) -> list[TcpSocket]:
    question = _QUESTION.pack(family, socket.IPPROTO_TCP, 1 << (_INET_DIAG_INFO - 1), _STATES)
    header = _HEADER.pack(
        _HEADER.size + len(question), _SOCK_DIAG_BY_FAMILY, _REQUEST | _DUMP, 1, 0
    )
    netlink.send(header + question)
    found: list[TcpSocket] = []
    while True:
        data = netlink.recv(1 << 18)
        while data:
            length, kind, *_ = _HEADER.unpack_from(data)
            if kind == _NLMSG_DONE:
                return found
            if kind == _NLMSG_ERROR:
                raise OSError(-struct.unpack_from("=i", data, _HEADER.size)[0], "sock_diag")
            found += _parse(data[_HEADER.size : length])
            data = data[length + (-length % 4) :]


def _parse(message: bytes) -> list[TcpSocket]:
    """The socket; none for what is left of one that was closed (TIME_WAIT, and some FIN_WAIT2)."""
    family, state, _, _, source_port, target_port, source, target, _, *rest = _ANSWER.unpack_from(
        message
    )
    _, unread, unacknowledged, _, inode = rest
    info = _attribute(message[_ANSWER.size :], _INET_DIAG_INFO)
    if state != LISTEN and len(info) < _INFO_END:
        return []
    local = _address(family, source), socket.ntohs(source_port)
    remote = _address(family, target), socket.ntohs(target_port)
    counts = _counts(info) if state != LISTEN else (0, 0, 0)
    return [TcpSocket(state, local, remote, inode, unread, unacknowledged, *counts)]


def _counts(info: bytes) -> tuple[int, int, int]:
    """Bytes received, distinct bytes sent, bytes not sent yet (struct tcp_info, linux/tcp.h)."""
    received = struct.unpack_from("=Q", info, 128)[0]
    unsent = struct.unpack_from("=I", info, 144)[0]
    sent, again = struct.unpack_from("=QQ", info, 200)
    return received, sent - again, unsent


def _attribute(data: bytes, wanted: int) -> bytes:
    while len(data) >= 4:
        length, kind = struct.unpack_from("=HH", data)
        if kind == wanted:
            return data[4:length]
        data = data[max(4, length + (-length % 4)) :]
    return b""


def _address(family: int, raw: bytes) -> str:
    if family == socket.AF_INET:
        return socket.inet_ntoa(raw[:4])
    address = ipaddress.IPv6Address(raw)
    return str(address.ipv4_mapped or address)


def listeners(inodes: set[int]) -> list[Address]:
    """Where any of these sockets listens, sorted."""
    return sorted(s.local for s in tcp_sockets() if s.state == LISTEN and s.inode in inodes)


def something_in_flight(inodes: set[int]) -> bool:
    """Whether a byte, a FIN or a reset is still on its way to or from any of these sockets.

    Both ends are on this machine, so both can be asked: what one end has put on the wire, the other
    must have received. Bytes that wait because the other end does not read are not on their way.
    """
    everything = tcp_sockets()
    by_name = {(s.local, s.remote): s for s in everything}
    ours = [s for s in everything if s.inode in inodes and s.state not in (LISTEN, CLOSE)]
    return any(
        _in_flight(s, by_name.get((s.remote, s.local)))
        for s in ours
        if not _is_ignored(s, everything)
    )


def _is_ignored(here: TcpSocket, everything: list[TcpSocket]) -> bool:
    """Whether it asks for a connection where the queue is full: nobody answers before an accept."""
    if here.state != SYN_SENT:
        return False
    host, port = here.remote
    names = {(host, port), ("0.0.0.0", port), ("::", port)}
    asked = [s for s in everything if s.state == LISTEN and s.local in names]
    return bool(asked) and all(s.unread > s.unacknowledged for s in asked)  # sk_acceptq_is_full()


def _in_flight(here: TcpSocket, there: TcpSocket | None) -> bool:
    if here.state in (SYN_SENT, SYN_RECV, NEW_SYN_RECV):
        return True
    if (
        there is None
    ):  # gone, or a reset is on its way; half a connection to elsewhere cannot be here
        return here.state == ESTABLISHED
    if there.state in (SYN_RECV, NEW_SYN_RECV):
        return True
    return _on_its_way(here, there) or _on_its_way(there, here)


_FIN_SENT = (FIN_WAIT1, FIN_WAIT2, CLOSING, LAST_ACK)


def _on_its_way(source: TcpSocket, target: TcpSocket) -> bool:
    fin = source.state in _FIN_SENT
    if target.received < source.sent + fin:
        return True
    if not source.unsent:
        return False
    # Held back by Nagle's algorithm until an acknowledgement comes, or by a window that is closed
    # until the target reads.
    unacknowledged = source.unacknowledged - source.unsent - fin
    return unacknowledged > 0 or target.unread == 0


def unread_by_peer(local: Address, remote: Address) -> int | None:
    """Bytes sent from `local` that its peer has not read, those on their way included.

    None when the peer's socket is gone, so that nobody will read them.
    """
    by_name = {(s.local, s.remote): s for s in tcp_sockets()}
    here, there = by_name.get((local, remote)), by_name.get((remote, local))
    if here is None or there is None:
        return None
    fin = here.state in _FIN_SENT
    return max(0, here.sent - (there.received - fin)) + here.unsent + max(0, there.unread - fin)


def is_gone(local: Address, remote: Address) -> bool:
    """Whether nothing is left of the connection's end at `local`; also where nobody can say."""
    try:
        return (local, remote) not in {(s.local, s.remote) for s in tcp_sockets()}
    except Unavailable:
        return True
