"""Semaphores that a case makes, or looks at."""

import contextlib
import os
from collections.abc import Callable

from ipclab import names
from ipclab.aside import Aside, Lost
from ipclab.launch import arrivals, interrupts
from ipclab.objects import NamedObject, missing, module
from ipclab.outside import mapped, named, proc
from ipclab.stage import Stage, current


class Semaphore(NamedObject):
    """A POSIX semaphore. Given to a function, it arrives with acquire(), release() and `with`.

    What it is asked for is done in a process of its own (`Aside`): it is a file that subjects have.
    """

    def __init__(self, stage: Stage, name: str) -> None:
        path = named.semaphore_path(name)
        try:
            self._inode = mapped.inode_of(path)
        except OSError:
            raise missing(stage, f"semaphore {name}") from None
        super().__init__(stage, name, "semaphore")
        self._aside: Aside | None = None
        self._remove = names.at_the_end(self, _remove, path)

    @property
    def value(self) -> int:
        """The value now (sem_getvalue(3))."""
        return self._ask(arrivals.value)

    def post(self) -> "Semaphore":
        """Increase the value by one, or let one who waits go on (sem_post(3)).

        When this returns, who goes on is ready to run: a post is never on its way.
        """
        self.stage.record("note", self.lane, note="we post")
        self._ask(arrivals.post)
        return self

    def _ask(self, function: Callable[[str], int]) -> int:
        with interrupts.held_back():
            self._aside = self._aside or Aside(self.stage)
        try:
            answer = self._aside.do(function, self.name)
        except Lost:
            raise missing(self.stage, f"semaphore {self.name}") from None
        assert isinstance(answer, int)
        return answer

    @property
    def waiting(self) -> tuple[str, ...]:
        """Who waits for it now, sorted: for each thread that does, its function's lane.

        As the kernel has it: a thread in futex(2), at an address in this semaphore's file.
        """
        return tuple(
            sorted(
                lane
                for pid, lane in self._lanes().items()
                for at in mapped.waits_in(pid, proc.threads(pid))
                if at.inode == self._inode
            )
        )

    def expect(self, value: int) -> "Semaphore":
        """When all functions stand still, or have ended, the semaphore has this value."""
        self._all_stand_still()
        found = self.value
        self.stage.record("note", self.lane, note=f"value {found}")
        if found != value:
            raise self._wrong(f"the semaphore's value is {value}", f"its value is {found}")
        return self

    def expect_waiting(self, count: int) -> "Semaphore":
        """When all functions stand still, or have ended, so many threads wait for it."""
        self._all_stand_still()
        self.stage.wait(lambda: len(self.waiting) == count)  # one may wait again and again
        found = self.waiting
        for lane in found:
            self.stage.record("note", self.lane, note=f"{lane} waits")
        if len(found) != count:
            expected, received = _who_waits(count), _who_waits(len(found), found)
            raise self._wrong(expected, received)
        return self

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """A subject opens it, by its name."""
        if not os.path.exists(named.semaphore_path(self.name)):
            raise missing(self.stage, f"semaphore {self.name}")
        return arrivals.semaphore, (self.name,)

    def close(self) -> None:
        """Remove it. Who has it open keeps it."""
        super().close()
        with interrupts.held_back():
            aside, self._aside = self._aside, None
            if aside is not None:
                aside.close()
        self._remove()


def _who_waits(count: int, lanes: tuple[str, ...] = ()) -> str:
    who = f": {', '.join(lanes)}" if lanes else ""
    return f"{count or 'nobody'} {'wait' if count > 1 else 'waits'} for the semaphore{who}"


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def semaphore(value: int = 1, *, name: str = "") -> Semaphore:
    """A fresh POSIX semaphore of this value; or, by its name, one that is there.

    Given to a function it arrives as something with acquire(), release() and `with`; a function
    that is to open it itself is given its `name`. Raises AnswerWrong where no semaphore
    has that name. (sem_overview(7))

    >>> with conversation():
    ...     semaphore(1).post().expect(2).value
    2
    """
    stage = current()
    if name:
        return Semaphore(stage, name)
    posix_ipc = module("posix_ipc")
    fresh = names.of(stage).fresh()
    names.of(stage).exempt(named.SEMAPHORE, fresh)
    posix_ipc.Semaphore(fresh, posix_ipc.O_CREX, mode=0o600, initial_value=value).close()
    return Semaphore(stage, fresh)
