"""Names that nobody else uses, and what is left under them when a case is over.

All names of a case hold one token, so whatever has that token in its name at the end was left
behind, and by whom: it is told, and removed. Without the token only that is blamed which did not
exist when the case began, and which a subject had open or mapped when it was looked at, or made or
used last, as the kernel says: /dev/shm is shared with other programs.
"""

import os
import secrets
import tempfile
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

from ipclab.cards.evidence import Evidence
from ipclab.launch import processes
from ipclab.outside import mapped, named
from ipclab.outside.quiescence import Cycles
from ipclab.stage import Stage, current

MOST_TOLD = 10  # of what was left

_Left = named.Named | named.SystemV


class Names:
    """What one case has named. An Actor of its stage, and the last one to be closed."""

    name, peer = "names", ""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._token = f"ipclab-{secrets.token_hex(6)}"
        self._given: list[str] = []
        self._folder: Path | None = None
        self._before = {*named.listed()}, {each.name for each in named.system_v()}
        self._held: set[mapped.Inode] = set()  # by subjects, when they were looked at
        self._pids: set[int] = set()  # of subjects, and of all below them
        self._lanes: list[str] = []
        self._exempt: set[tuple[str, str]] = set()
        self._stay: set[str] = set()
        self._was_cut_short = False
        self._remove = at_the_end(self, _remove_all, self._token)
        stage.actors.insert(0, self)

    def fresh(self, stays: bool = False) -> str:
        """A name, as shm_open(3), sem_open(3) and mq_open(3) have it."""
        return self._note(f"/{self._token}{self._number('-')}", stays)

    def fresh_path(self, suffix: str, stays: bool = False) -> str:
        """A path in a folder of the case's own."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix=f"{self._token}-"))
        return self._note(str(self._folder / f"path{self._number()}{suffix}"), stays)

    def _number(self, before: str = "") -> str:
        return f"{before}{len(self._given) + 1}" if self._given else ""

    def _note(self, name: str, stays: bool) -> str:
        self._given.append(name)
        self._stay.update([name] if stays else [])
        return name

    def exempt(self, kind: str, name: str) -> None:
        """The case itself made this, and removes it."""
        self._exempt.add((kind, name))

    # -- what functions leave --------------------------------------------------------------------

    def look(self, lane: str, pid: int, guardian: int, is_over: bool) -> None:
        """Look at a subject before it is ended; `is_over`: it came to its end by itself.

        One that is ended before its time cannot clear up any more, so nobody is blamed then.
        """
        self._lanes.append(lane)
        self._pids.add(pid)  # though it has ended
        self._see(guardian)
        self._was_cut_short |= not is_over

    def _see(self, guardian: int) -> None:
        pids = processes.descendants_of(guardian)
        self._pids.update(pids)
        self._held.update(*(mapped.held(pid) for pid in pids))

    def left(self) -> list[_Left]:
        """What functions have made and not removed until now."""
        for guardian in self._stage.guardians:
            self._see(guardian)
        return [each for each in self._found() if (each.kind, each.name) not in self._exempt]

    def _found(self) -> Iterator[_Left]:
        posix, system_v = self._before
        for inode, each in named.listed(self._given).items():
            is_new = inode not in posix
            if self._token in each.name or (is_new and inode in self._held):
                yield each
        for row in named.system_v():
            if row.name not in system_v and row.pids & self._pids:
                yield row
        yield from named.files(self._folder) if self._folder else ()

    def shown(self, what: object) -> str:
        """In words without what is random in them, so that a card says the same every time."""
        return str(what).replace(f"{self._folder}/", "").replace(self._token, "ipclab-…")

    def words(self, left: list[_Left]) -> list[str]:
        """What was left, sorted; of very many the first."""
        words = sorted(map(self.shown, left))
        more = len(words) - MOST_TOLD
        return words if more <= 0 else [*words[:MOST_TOLD], f"{more} more"]

    # -- what the stage asks ---------------------------------------------------------------------

    def pump(self) -> bool:
        """Nothing to do while others wait."""
        return False

    def wants(self) -> list[tuple[int, int]]:
        """Nothing to be woken by."""
        return []

    def inodes(self) -> set[int]:
        """No sockets."""
        return set()

    def close(self) -> None:
        """Remove all that is left; say so where functions came to their end without doing that."""
        if not self._was_cut_short:
            told = [each for each in self.left() if each.name not in self._stay]
            self._stage.warnings += [
                f"{self._who()} left {words} behind." for words in self.words(told)
            ]
        for each in self._found():
            each.remove()
        self._remove()
        if self in self._stage.actors:
            self._stage.actors.remove(self)

    def _who(self) -> str:
        return self._lanes[0] if len(set(self._lanes)) == 1 else "Your code"


def of(stage: Stage) -> Names:
    """The names of a stage."""
    return next((each for each in stage.actors if isinstance(each, Names)), None) or Names(stage)


def look(stage: Stage, lane: str, pid: int, guardian: int, is_over: bool) -> None:
    """Look at a subject before it is ended, where anything in its case has a name."""
    for each in stage.actors:
        if isinstance(each, Names):
            each.look(lane, pid, guardian, is_over)


def at_the_end(
    owner: object, function: Callable[..., None], *args: object
) -> Callable[[], object | None]:
    """Call it when the owner, or this process, comes to its end. Returns what calls it before.

    A child that somebody forks from this process does not: the names are not its own.
    """
    return weakref.finalize(owner, _in_this_process, os.getpid(), function, *args)


def _in_this_process(pid: int, function: Callable[..., None], *args: object) -> None:
    if pid == os.getpid():
        function(*args)


def _remove_all(token: str) -> None:
    for each in named.listed().values():
        if token in each.name:
            each.remove()
    for folder in Path(tempfile.gettempdir()).glob(f"{token}-*"):
        named.remove_folder(str(folder))


def fresh_name(*, stays: bool = False) -> str:
    """A name that nobody uses, for a function that is to create the object itself.

    As shm_open(3), sem_open(3) and mq_open(3) have it; Python's SharedMemory takes it too. What has
    this name, or a longer one that contains it, at the end of the case was left behind: the card
    says so, and it is removed. `stays`: the function is to leave it, so the card is silent.

    >>> with conversation():
    ...     fresh_name().startswith("/ipclab-")
    True
    """
    return of(current()).fresh(stays)


def expect_nothing_left() -> None:
    """Nothing that functions made under fresh names, or in the case's folder, is there now.

    Waits until all that still runs stands still. Raises AnswerWrong with what is left.

    >>> with conversation():
    ...     expect_nothing_left()
    """
    stage = current()
    stage.check(stage.wait(lambda: False, settle=Cycles()))
    names = of(stage)
    if left := names.words(names.left()):
        evidence = Evidence(expected="nothing left behind", received=", ".join(left))
        raise stage.trouble("", None, evidence)
