"""What the objects with names have in common: a lane, a place on the stage, an end."""

from types import ModuleType
from typing import Self

from ipclab import names
from ipclab.cards.evidence import Evidence
from ipclab.errors import AnswerWrong, GraderFault
from ipclab.launch import processes
from ipclab.outside.quiescence import Cycles
from ipclab.stage import Stage


class NamedObject:
    """Something that several processes open by its name. A context manager; an Actor of its stage.

    `name` is what the kernel knows it by, `lane` what the transcript calls it.
    """

    peer = ""

    def __init__(self, stage: Stage, name: str, lane: str) -> None:
        self.stage, self.name, self.lane = stage, name, stage.lane(lane)
        stage.actors.append(self)

    def pump(self) -> bool:
        """Do what can be done without waiting. Returns whether anything was done."""
        return False

    def wants(self) -> list[tuple[int, int]]:
        """Descriptors to be woken by, with the poll events."""
        return []

    def inodes(self) -> set[int]:
        """No sockets."""
        return set()

    def close(self) -> None:
        """Let go of it and remove its name. May be called again."""
        if self in self.stage.actors:
            self.stage.actors.remove(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.stage.over = self.stage.over or kind is not None
        self.close()

    # -- for what cases say of each ----------------------------------------------------------------

    def _all_stand_still(self) -> None:
        """Wait until all functions stand still, or have ended. Raises AnswerWrong where not."""
        self.stage.check(self.stage.wait(lambda: False, settle=Cycles()))

    def _wrong(self, expected: bytes | str, received: bytes | str, *said: str) -> AnswerWrong:
        """The failure that these two differ, with what the subject has to do with it."""
        evidence = Evidence(expected=expected, received=received, said=said)
        return self.stage.trouble("", None, evidence)

    def _lanes(self) -> dict[int, str]:
        """For each process below a subject, itself among them, the subject's lane."""
        return {
            pid: lane
            for guardian, lane in self.stage.guardians.items()
            for pid in processes.descendants_of(guardian)
        }


def missing(stage: Stage, what: str, why: str = "") -> AnswerWrong:
    """The failure that something is not there which functions share."""
    why = why or "nobody has made it, or somebody has removed it"
    problem = names.of(stage).shown(f"There is no {what}: {why}.")
    return stage.trouble("", None, Evidence(problem=problem))


def module(name: str) -> ModuleType:
    """A module for POSIX or System V objects. Raises GraderFault where it is not installed."""
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as error:
        raise GraderFault(
            f"this needs {name}, which is not installed: `make env`, or pip install {name}"
        ) from error
