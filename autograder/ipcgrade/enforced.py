"""What a case says when a limit of the whole submission was enforced while it ran."""

import os
import re
from dataclasses import replace

from ipcgrade import limits
from ipclab.cards.evidence import Evidence
from ipclab.cards.verdict import Verdict
from ipclab.notebooks.runner import CaseResult

TOO_MUCH = (
    f"All processes of your notebook together took more than {limits.MEMORY // limits.MiB:,} MiB "
    "of memory: the largest was ended."
)
_KILLS = re.compile(rb"^oom_kill (\d+)$", re.MULTILINE)


class Tally:
    """How often a limit was enforced: reads what a guard (limits.py) has in its tally."""

    def __init__(self, fd: int) -> None:
        self._fd, self._seen = fd, 0

    def has_grown(self) -> bool:
        """Whether it was enforced since this was last asked."""
        found = _KILLS.search(os.pread(self._fd, 4096, 0))
        before, self._seen = self._seen, int(found[1]) if found else 0
        return self._seen > before


def told(result: CaseResult) -> CaseResult:
    """A case in which a limit was enforced says so, and is no fault of ours.

    The limit is for the student's side alone: nothing else can have reached it.
    """
    if result.verdict is Verdict.PASSED:
        return result
    card = result.card
    if result.verdict is Verdict.GRADER_FAULT:
        card = replace(card, verdict=Verdict.FAILED, evidence=Evidence(problem=TOO_MUCH))
    else:
        card = replace(card, warnings=(TOO_MUCH, *card.warnings))
    return replace(result, verdict=card.verdict, message=card.text(), card=card)
