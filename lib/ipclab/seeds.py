"""The seed that payloads come from: every card prints it, and IPCLAB_SEED replays it."""

import os
import random

from ipclab.cards.evidence import Evidence
from ipclab.errors import AnswerWrong


def fresh() -> int:
    """A seed that nobody can know before: four to six digits, so that it is easily typed."""
    return random.SystemRandom().randrange(1000, 1_000_000)


def in_use() -> int:
    """The seed of this run: IPCLAB_SEED where a report said so, else a fresh one."""
    given = os.environ.get("IPCLAB_SEED", "")
    if not given:
        return fresh()
    try:
        return int(given)
    except ValueError:
        raise AnswerWrong(Evidence(problem=f"IPCLAB_SEED is not a number: {given!r}")) from None
