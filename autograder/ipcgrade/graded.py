"""How a submission was graded: plain data, as the journal keeps it and the gradebook gets it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from ipclab.cards.card import Card
from ipclab.cards.evidence import Evidence
from ipclab.cards.transcript import Transcript
from ipclab.cards.verdict import Verdict
from ipclab.notebooks.runner import CaseResult


@dataclass(frozen=True)
class Ended:
    """How one case ended: what `--json` prints of it, and what its card shows in feedback."""

    id: str
    function: str
    title: str
    verdict: Verdict
    points: int
    max_points: int
    hidden: bool
    message: str  # the card as text
    seconds: float
    shown: str  # the card in feedback, as text: of a hidden case the title and the hint
    shown_html: str  # the same as HTML; empty where the case passed

    @classmethod
    def of(cls, result: CaseResult) -> "Ended":
        """What is kept of a result: no hint that another try would open, no link to a lecture."""
        whole = replace(result.card, hints=result.card.hints[: result.card.hints_open])
        card = _without_evidence(whole) if result.hidden else whole
        html = "" if result.verdict is Verdict.PASSED else card.html(linked=False)
        shown = {"message": whole.text(), "shown": card.text(), "shown_html": html}
        return ended_from({**result.as_json(), **shown})

    @property
    def is_fault(self) -> bool:
        """Whether it ended in a fault of ours, which is no mark."""
        return self.verdict is Verdict.GRADER_FAULT

    def as_json(self) -> dict[str, object]:
        """What `--json` prints of it."""
        return {name: value for name, value in self.data().items() if not name.startswith("shown")}

    def data(self) -> dict[str, object]:
        """All of it, as text and numbers."""
        return {**asdict(self), "verdict": self.verdict.value}


def _without_evidence(card: Card) -> Card:
    return replace(card, evidence=Evidence(), transcript=Transcript(), warnings=(), seed=None)


@dataclass(frozen=True)
class Graded:
    """How one submission was graded."""

    student: str
    key: str  # of what was graded: the submission's bytes, against the source's
    seed: int
    cases: tuple[Ended, ...]

    @property
    def score(self) -> int:
        return sum(case.points for case in self.cases)

    @property
    def max_score(self) -> int:
        return sum(case.max_points for case in self.cases)

    @property
    def marks(self) -> dict[str, float]:
        """The points of each case."""
        return {case.id: float(case.points) for case in self.cases}


TYPES: dict[str, type] = {field.name: field.type for field in fields(Ended)}  # type: ignore[misc]


def ended_from(data: Mapping[str, Any]) -> Ended:
    """What `data` gave, back. Raises ValueError where it is anything else."""
    if set(data) != set(TYPES):
        raise ValueError("not a case that ended")
    values = {**data, "verdict": Verdict(data["verdict"])}
    for name, kind in TYPES.items():
        if not isinstance(values[name], kind):
            raise ValueError(f"{name} is {type(values[name]).__name__}, not {kind.__name__}")
    return Ended(**values)
