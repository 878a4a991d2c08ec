"""What a subject says of its function's end, checked: student code may have written it."""

import socket
from typing import Any

_LAST_LINE = 1_000_000  # no cell is longer


def checked(message: dict[Any, Any]) -> dict[str, Any]:
    """A reply with nothing in it but what a reply may hold; student code may have written it."""
    reply: dict[str, Any] = {key: message[key] for key in ("returned",) if key in message}
    if isinstance(error := message.get("raised"), dict):
        reply = {"raised": _checked_error(error)}
    if message.get("exited") in range(256):
        reply["exited"] = message["exited"]
    if isinstance(message.get("unloadable"), str):
        reply["unloadable"] = message["unloadable"][:2000]
    buffers = message.get("buffers")
    reply["buffers"] = buffers if isinstance(buffers, dict) else {}
    tracker = message.get("tracker")
    reply["tracker"] = tracker if type(tracker) is int else 0
    for key in ("unclosed", "threads"):
        reply[key] = _texts(message.get(key))
    return reply


def _checked_error(error: dict[Any, Any]) -> dict[str, Any]:
    number = error.get("errno")
    return {
        "types": _texts(error.get("types")) or ("Exception",),
        "text": shown(error.get("text", ""))[:2000],
        "errno": number if isinstance(number, int) else None,
        "frames": _frames(error.get("frames")),
    }


def _frames(frames: object) -> tuple[tuple[str, int, str], ...]:
    whole = (
        [f for f in frames if isinstance(f, tuple) and len(f) == 3]
        if isinstance(frames, list)
        else []
    )
    return tuple(
        (shown(f[0]), f[1], shown(f[2]))
        for f in whole
        if type(f[1]) is int and 0 < f[1] < _LAST_LINE
    )


def written(value: object) -> str:
    """A value as Python writes it; what holds an enormous number, Python does not write."""
    if isinstance(value, socket.socket):
        return "a socket"
    try:
        return repr(value)
    except ValueError:
        return f"<{type(value).__name__} with a number of too many digits>"


def shown(value: object) -> str:
    """Text as it is, anything else as Python writes it."""
    return value if isinstance(value, str) else written(value)


def _texts(items: object) -> tuple[str, ...]:
    return tuple(shown(item)[:300] for item in items[:50]) if isinstance(items, list) else ()
