"""The journal: every verdict that was reached, a line a case. Nothing in it is ever changed.

A submission counts when the line that ends it is there, so a run may be killed at any instant: what
it had not finished is graded again, and what it had is not. Journals of several machines are merged
by putting one after the other; of two runs of one submission the later counts.
"""

import fcntl
import json
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ipcgrade.errors import Busy, NotRecorded
from ipcgrade.graded import Ended, Graded, ended_from


class Journal:
    """One assignment's journal, ours alone until it is closed. Raises Busy, or NotRecorded."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise NotRecorded(f"the journal cannot be opened: {error}") from error
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._fd)
            raise Busy(f"another run is grading: it has {path}") from error

    def graded(self, keys: Collection[str]) -> dict[str, Graded]:
        """Those of these submissions that were graded to their end, by key."""
        with self._path.open("rb") as lines:
            return {graded.key: graded for graded in _complete(lines) if graded.key in keys}

    def append(self, graded: Graded) -> None:
        """Keep it, on the disk. Raises NotRecorded where that cannot be done."""
        lines = (json.dumps(line) for line in _lines(graded))
        rest = ("\n" + "\n".join(lines) + "\n").encode()  # the first ends a line that was torn
        try:
            while rest:
                rest = rest[os.write(self._fd, rest) :]
            os.fdatasync(self._fd)
        except OSError as error:
            raise NotRecorded(f"the journal cannot be written: {error}") from error

    def close(self) -> None:
        os.close(self._fd)

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _lines(graded: Graded) -> Iterator[dict[str, object]]:
    of = {"key": graded.key, "seed": graded.seed}
    for number, case in enumerate(graded.cases):
        yield {**of, "number": number, "case": case.data()}
    yield {**of, "student": graded.student, "cases": len(graded.cases)}


def _complete(lines: Iterable[bytes]) -> Iterator[Graded]:
    """The submissions whose last line is there, and all the lines that it counts."""
    cases: list[Ended] = []
    for line in lines:
        try:
            match json.loads(line):
                case {"number": int() as number, "case": dict() as data}:
                    del cases[number:]  # what a run that was killed had left before it
                    cases.append(ended_from(data))
                case {
                    "key": str() as key,
                    "seed": int() as seed,
                    "student": str() as student,
                    "cases": int() as count,
                } if len(cases) == count:
                    yield Graded(student, key, seed, tuple(cases))
        except ValueError:  # the line was torn, or is empty
            continue
