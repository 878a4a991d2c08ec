"""What can go wrong, by whose fault it is."""

from ipclab.cards.card import Card
from ipclab.cards.evidence import Evidence
from ipclab.cards.verdict import Verdict


class AnswerWrong(Exception):
    """The answer was not what the case asks for: carries what was seen."""

    def __init__(self, evidence: Evidence, verdict: Verdict = Verdict.FAILED) -> None:
        super().__init__(evidence.problem or "expected and received differ")
        self.evidence = evidence
        self.verdict = verdict

    def _render_traceback_(self) -> list[str]:
        """What IPython prints outside of a case, in a lecture say."""
        return Card("", self.verdict, self.evidence).text().splitlines()


class CannotTravel(Exception):
    """A variable that the function uses cannot be sent to another process."""

    def __init__(self, variable: str, reason: str) -> None:
        super().__init__(f"{variable}: {reason}")
        self.variable = variable
        self.reason = reason


class GraderFault(Exception):
    """A fault of ours or of the machine: never a zero, no mark is recorded."""
