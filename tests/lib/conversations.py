"""Conversations that the tests of cards and diagrams show: the first is the one in the README."""

from ipclab.cards.transcript import Event, Transcript

SERVER = "echo_server"

SPLIT = Transcript(
    (
        Event("start", SERVER),
        Event("connect", "client", SERVER),
        Event("accept", SERVER, "client"),
        Event("send", "client", SERVER, b"hel"),
        Event("send", SERVER, "client", b"hel"),
        Event("send", "client", SERVER, b"lo\n"),
        Event("waits", SERVER, note="line 6: data = conn.recv(1024)"),
    )
)

WHOLE = Transcript(
    (
        Event("start", SERVER),
        Event("connect", "client", SERVER),
        Event("accept", SERVER, "client"),
        Event("send", "client", SERVER, b"hel"),
        Event("send", "client", SERVER, b"lo\n"),
        Event("send", SERVER, "client", b"hello\n"),
        Event("half_close", "client", SERVER),
        Event("close", SERVER, "client"),
    )
)

RESET = Transcript(
    (
        Event("connect", "client", "greet_server"),
        Event("send", "client", "greet_server", b"Hello"),
        Event("reset", "client", "greet_server"),
        Event(
            "raise",
            "greet_server",
            note="ConnectionResetError: [Errno 104] Connection reset by peer",
        ),
        Event("exit", "greet_server", note="exited with status 1"),
    )
)

THREE = Transcript(
    (
        Event("start", SERVER),
        Event("connect", "client", SERVER),
        Event("connect", "client 2", SERVER),
        Event("connect", "client 3", SERVER),
        Event("accept", SERVER, "client"),
        Event("send", "client", SERVER, b"one\n"),
        Event("send", "client 2", SERVER, b"two\n"),
        Event("accept", SERVER, "client 2"),
        Event("send", SERVER, "client 2", b"two\n"),
        Event("accept", SERVER, "client 3"),
        Event("send", "client 3", SERVER, b"three\n"),
        Event("send", SERVER, "client 3", b"three\n"),
        Event("half_close", "client", SERVER),
        Event("send", SERVER, "client", b"one\n"),
        Event("close", SERVER, "client"),
        Event("close", "client 2", SERVER),
        Event("signal", "case", SERVER, note="SIGTERM"),
        Event("exit", SERVER, note="with status 0"),
    )
)

DATAGRAMS = Transcript(
    (
        Event("call", "udp_request", note="udp_request(address, b'hi', attempts=3, timeout=0.5)"),
        Event("send", "udp_request", "server", b"\x00\x01hi"),
        Event("lost", "server", "udp_request", b"\x00\x01hi"),
        Event("deadline", "udp_request", note="0.5 s without an answer"),
        Event("send", "udp_request", "server", b""),
        Event("note", "server", note="the link holds one back"),
        Event("send", "server", "udp_request", b"two  spaces", note="the second answer"),
        Event("return", "udp_request", data=b"two  spaces", note="in 2 attempts"),
        Event("close", "server"),
    )
)

WORKERS = Transcript(
    (
        Event("start", "prefork_server"),
        Event("start", "prefork_server", "worker 1"),
        Event("start", "prefork_server", "worker 2"),
        Event("signal", "worker 1", note="SIGUSR1"),
        Event("signal", "prefork_server", "worker 2"),
        Event("exit", "worker 2", note="was ended by SIGKILL"),
        Event("return", "worker 1"),
        Event("call", "worker 1"),
        Event("waits", "worker 1"),
        Event("waits", "prefork_server", note="for a child"),
        Event("exit", "prefork_server"),
    )
)

PAYLOAD = bytes(range(256)) * 256

LARGE = Transcript(
    (
        Event("call", "send_all", note="send_all(theirs, data)"),
        Event("send", "send_all", "reader", PAYLOAD),
        Event("half_close", "send_all", "reader"),
        Event("return", "send_all", note="None"),
    )
)

PING_PONG = Transcript(
    (
        Event("connect", "client", "ping_server"),
        *(
            event
            for round_ in range(30)
            for event in (
                Event("send", "client", "ping_server", b"ping %d\n" % round_),
                Event("send", "ping_server", "client", b"pong %d\n" % round_),
            )
        ),
    )
)

CROWD = Transcript(
    tuple(
        event
        for number in range(1, 201)
        for event in (
            Event("connect", f"client {number}", SERVER),
            Event("send", f"client {number}", SERVER, b"x" * number),
        )
    )
)

HOSTILE_NAME = "<script>1</script>\u202e"
HOSTILE_TEXT = "\x1b[31m\u202e<img src=x onerror=alert(1)>\x07 ]]> & \ud800" + " and on" * 40
HOSTILE = Transcript(
    (
        Event("start", HOSTILE_NAME),
        Event("connect", "client", HOSTILE_NAME, note=HOSTILE_TEXT),
        Event("send", "client", HOSTILE_NAME, b"</text><script>alert('x')</script>\x1b[2J\x00"),
        Event("raise", HOSTILE_NAME, note=HOSTILE_TEXT),
    )
)

ALL = {
    "split-message": SPLIT,
    "whole-message": WHOLE,
    "reset": RESET,
    "three-clients": THREE,
    "datagrams": DATAGRAMS,
    "workers": WORKERS,
    "large-payload": LARGE,
    "ping-pong": PING_PONG,
    "crowd": CROWD,
    "hostile": HOSTILE,
    "nothing": Transcript(),
}
