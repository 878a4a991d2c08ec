"""POSIX message queues that a case makes, or looks at."""

import contextlib
import select
from pathlib import Path
from typing import Any

from ipclab import names
from ipclab.errors import GraderFault
from ipclab.launch import arrivals
from ipclab.letters import Letter, Letters
from ipclab.objects import missing, module
from ipclab.outside import named
from ipclab.stage import Stage, current

_LIMITS = Path("/proc/sys/fs/mqueue")


class MessageQueue(Letters):
    """A POSIX message queue. Given to a function, it arrives as a posix_ipc.MessageQueue."""

    number = "priority"

    def __init__(self, stage: Stage, name: str, queue: Any) -> None:  # noqa: ANN401  no types
        super().__init__(stage, name, "queue")
        self._queue = queue
        self._queue.block = False
        self._let_go = names.at_the_end(self, _let_go, queue)

    @property
    def length(self) -> int:
        """How many messages are in it now (mq_getattr(3))."""
        return int(self._queue.current_messages)

    def send(self, data: bytes, priority: int = 0) -> "MessageQueue":
        """Send a message; the highest priority (0 to 32767) is received first."""
        if len(data) > self._queue.max_message_size:
            raise ValueError(f"send: {len(data)} bytes; {self.name} was made for less")
        self._send((bytes(data), priority))
        return self

    def expect(self, data: bytes, priority: int | None = None) -> "MessageQueue":
        """This message comes next, with this priority if one is given."""
        self._expect(data, priority)
        return self

    def receive(self) -> bytes:
        """The next message, where a case cannot know it. Raises AnswerWrong where none comes."""
        return self._receive("a message", 0)[0]

    def wants(self) -> list[tuple[int, int]]:
        """Woken when there is room for more: on Linux a queue is a descriptor (mq_overview(7))."""
        return [(self._queue.fileno(), select.POLLOUT)] if self._outgoing else []

    def _readable(self) -> list[int]:
        return [self._queue.fileno()]

    def _put(self, letter: Letter) -> bool:
        with contextlib.suppress(module("posix_ipc").BusyError):
            self._queue.send(letter[0], priority=letter[1])
            return True
        return False

    def _take(self, _number: int) -> Letter | None:
        with contextlib.suppress(module("posix_ipc").BusyError):
            data, priority = self._queue.receive()
            return data, priority
        return None

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """A subject opens it, by its name."""
        _open(self.stage, self.name).close()
        return arrivals.queue, (self.name,)

    def close(self) -> None:
        """Remove it. Who has it open keeps it."""
        super().close()
        self._let_go()


def _let_go(queue: Any) -> None:  # noqa: ANN401  posix_ipc brings no types
    with contextlib.suppress(module("posix_ipc").ExistentialError):
        queue.unlink()
    queue.close()


def message_queue(messages: int = 10, size: int = 1024, *, name: str = "") -> MessageQueue:
    """A fresh POSIX message queue; or, by its `name`, one that is there.

    It holds `messages` of at most `size` bytes each. Given to a function it arrives as a
    posix_ipc.MessageQueue; a function that is to open it itself is given its `name`. Raises
    AnswerWrong where no queue has that name, GraderFault where the machine allows no such queue.
    (mq_overview(7))

    >>> with conversation():
    ...     queue = message_queue()
    ...     queue.send(b"later").send(b"now", priority=9).expect(b"now", 9).length
    1
    """
    stage = current()
    if name:
        return MessageQueue(stage, name, _open(stage, name))
    _must_be_allowed(messages, size)
    fresh = names.of(stage).fresh()
    names.of(stage).exempt(named.QUEUE, fresh)
    return MessageQueue(stage, fresh, _create(fresh, messages, size))


def _open(stage: Stage, name: str) -> Any:  # noqa: ANN401  posix_ipc brings no types
    posix_ipc = module("posix_ipc")
    try:
        return posix_ipc.MessageQueue(name)
    except posix_ipc.ExistentialError:
        raise missing(stage, f"message queue {name}") from None
    except posix_ipc.PermissionsError:
        raise missing(stage, f"message queue {name}", "it may not be opened") from None
    except ValueError:  # a name that an answer gave
        why = "that is no name for one, as mq_open(3) has it"
        raise missing(stage, f"message queue {name[:60]!r}", why) from None


def _must_be_allowed(messages: int, size: int) -> None:
    """Whoever may make larger ones (root may) would have a case that others cannot run."""
    for wanted, file, what in (
        (messages, "msg_max", "messages"),
        (size, "msgsize_max", "bytes in a message"),
    ):
        try:
            most = int((_LIMITS / file).read_text())
        except OSError as error:
            raise GraderFault("this machine has no POSIX message queues") from error
        if wanted > most:
            raise GraderFault(
                f"this machine allows {most} {what} of a queue ({_LIMITS / file}), and this case"
                f" needs {wanted}"
            )


def _create(name: str, messages: int, size: int) -> Any:  # noqa: ANN401  posix_ipc brings no types
    posix_ipc = module("posix_ipc")
    try:
        return posix_ipc.MessageQueue(
            name, posix_ipc.O_CREX, mode=0o600, max_messages=messages, max_message_size=size
        )
    except OSError as error:  # EMFILE says "files", and means the bytes of all queues; ENOSPC
        raise GraderFault(f"{_NO_ROOM} ({error})") from error


_NO_ROOM = (
    "there is no room for one more message queue: the queues of one user may hold so many bytes in"
    " all (RLIMIT_MSGQUEUE), and there may be so many queues (queues_max). Remove those that were"
    " left behind: they are files of /dev/mqueue, where that is mounted"
)
