"""System V message queues that a case makes: mailboxes, from which one takes by type."""

import contextlib
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from ipclab import names
from ipclab.errors import GraderFault
from ipclab.launch import arrivals
from ipclab.letters import Letter, Letters
from ipclab.objects import missing, module
from ipclab.outside import named
from ipclab.stage import Stage, current

_T = TypeVar("_T")


class Mailbox(Letters):
    """A System V message queue. Given to a function, it arrives as a sysv_ipc.MessageQueue."""

    number = "type"

    def __init__(self, stage: Stage, queue: Any, size: int) -> None:  # noqa: ANN401  no types
        super().__init__(stage, f"{named.MAILBOX} {queue.id}", "mailbox")
        self._queue, self._size = queue, size
        mailbox = named.SystemV(named.MAILBOX, queue.id, frozenset())
        self._remove = names.at_the_end(self, mailbox.remove)

    @property
    def key(self) -> int:
        """The key that msgget(2) takes."""
        return int(self._queue.key)

    @property
    def length(self) -> int:
        """How many messages are in it now (msgctl(2))."""
        return int(self._there(lambda: self._queue.current_messages))

    def send(self, type: int, data: bytes) -> "Mailbox":
        """Send a message of this type, 1 or more."""
        if type < 1 or len(data) > self._size:
            raise ValueError(f"send: {len(data)} bytes of type {type}: a type is 1 or more")
        self._send((bytes(data), type))
        return self

    def expect(self, type: int, data: bytes) -> "Mailbox":
        """This message is the next one of this type; the others stay."""
        self._expect(data, type)
        return self

    def _put(self, letter: Letter) -> bool:
        with contextlib.suppress(module("sysv_ipc").BusyError):
            self._there(lambda: self._queue.send(letter[0], block=False, type=letter[1]))
            return True
        return False

    def _take(self, number: int) -> Letter | None:
        with contextlib.suppress(module("sysv_ipc").BusyError):
            data, kind = self._there(lambda: self._queue.receive(block=False, type=number))
            return data, kind
        return None

    def _there(self, ask: Callable[[], _T]) -> _T:
        """What it says. Raises AnswerWrong where somebody has removed it."""
        try:
            return ask()
        except (module("sysv_ipc").ExistentialError, OSError):  # EIDRM, EINVAL
            raise missing(self.stage, "mailbox any more", "somebody has removed it") from None

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """A subject opens it, by its key."""
        self._there(lambda: self._queue.current_messages)
        return arrivals.mailbox, (self.key, self._size)

    def close(self) -> None:
        """Remove it. Who waits in it is told so (EIDRM)."""
        super().close()
        self._remove()


def mailbox() -> Mailbox:
    """A fresh System V message queue, from which one takes messages by their type.

    Given to a function it arrives as a sysv_ipc.MessageQueue; a function that is to open it itself
    is given its `key`. (sysvipc(7))

    >>> with conversation():
    ...     mailbox().send(1, b"for one").send(2, b"for two").expect(2, b"for two").length
    1
    """
    stage, sysv_ipc = current(), module("sysv_ipc")
    size = int(Path("/proc/sys/kernel/msgmax").read_text())  # bytes of the largest message
    made = Mailbox(stage, _made(sysv_ipc, size), size)
    names.of(stage).exempt(named.MAILBOX, made.name)
    return made


def _made(sysv_ipc: Any, size: int) -> Any:  # noqa: ANN401  sysv_ipc brings no types
    """A queue under a key that nobody else has, now or soon.

    The module's own choice is one of 32,767 that begin with the second in which it was imported:
    two processes of the same second would take each other's keys one after the other.
    """
    try:
        while True:
            key = 1 + secrets.randbelow(0x7FFFFFFF)  # 0 is IPC_PRIVATE
            with contextlib.suppress(sysv_ipc.ExistentialError):
                return sysv_ipc.MessageQueue(
                    key, sysv_ipc.IPC_CREX, mode=0o600, max_message_size=size
                )
    except (sysv_ipc.Error, OSError) as error:
        raise GraderFault(f"a System V message queue could not be made ({error})") from error
