"""What a case hands to a subject: descriptors become the subject's alone, buffers come back."""

import socket
from typing import Any

from ipclab.ends import End, Handle
from ipclab.launch.codec import Descriptor
from ipclab.launch.shipping import Tokens


class Handing(Tokens):
    """Remembers what one subject was given, so that the same object is the same there too."""

    def __init__(self, lane: str) -> None:
        self._lane = lane
        self._given: dict[int, object] = {}  # by token, kept alive so that no id comes twice
        self._fresh: dict[int, Handle] = {}  # travel with the next call
        self.has_a_listener = False

    def of(self, item: object) -> tuple[str, int, bytes] | None:
        """The token of an argument that is handed over rather than copied."""
        token = id(item)
        if isinstance(item, bytearray):
            self._given[token] = item
            return "buffer", token, bytes(item)
        if not isinstance(item, (End, socket.socket)):
            return None
        if token not in self._given:
            self._given[token] = item
            handle = item.hand_over(self._lane) if isinstance(item, End) else item
            self._fresh[token] = handle
            self.has_a_listener |= _listens(handle)
        return "descriptor", token, b""

    def travelling(self) -> dict[int, Descriptor]:
        """By token, the descriptors that go with the next call."""
        return {token: Descriptor(handle.fileno()) for token, handle in self._fresh.items()}

    def let_go(self) -> None:
        """They have arrived: close our copies, or the subject's close would not be one."""
        for handle in self._fresh.values():
            handle.close()
        self._fresh.clear()

    def take_back(self, contents: dict[Any, Any]) -> None:
        """A buffer comes back changed."""
        for token, content in contents.items():
            target = self._given.get(token)
            if isinstance(target, bytearray) and isinstance(content, bytes):
                target[:] = content


def _listens(handle: Handle) -> bool:
    if not isinstance(handle, socket.socket):
        return False
    return bool(handle.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
