"""What a case hands to a subject: descriptors become the subject's alone, buffers come back."""

import socket
from typing import Any

from ipclab.ends import End
from ipclab.launch.launcher import Tokens


class Handing(Tokens):
    """Remembers what one subject was given, so that the same object is the same there too."""

    def __init__(self, lane: str) -> None:
        self._lane = lane
        self._given: dict[int, object] = {}  # by token, kept alive so that no id comes twice
        self._fresh: dict[int, socket.socket] = {}  # travel with the next call
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
            sock = item.hand_over(self._lane) if isinstance(item, End) else item
            self._fresh[token] = sock
            self.has_a_listener |= _listens(sock)
        return "descriptor", token, b""

    def travelling(self) -> dict[int, socket.socket]:
        """By token, the descriptors that go with the next call."""
        return dict(self._fresh)

    def let_go(self) -> None:
        """They have arrived: close our copies, or the subject's close would not be one."""
        for sock in self._fresh.values():
            sock.close()
        self._fresh.clear()

    def take_back(self, contents: dict[Any, Any]) -> None:
        """A buffer comes back changed."""
        for token, content in contents.items():
            target = self._given.get(token)
            if isinstance(target, bytearray) and isinstance(content, bytes):
                target[:] = content


def _listens(sock: socket.socket) -> bool:
    return bool(sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
