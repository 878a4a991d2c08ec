"""What a case shows."""

from dataclasses import dataclass, field
from html import escape as to_html

from ipclab.escape import literal, plain
from ipclab.evidence import Evidence
from ipclab.transcript import Transcript
from ipclab.verdict import Verdict

_MARK = {
    Verdict.PASSED: "✓",
    Verdict.FAILED: "✗",
    Verdict.TIMED_OUT: "✗",
    Verdict.SKIPPED: "–",
    Verdict.GRADER_FAULT: "!",
}


@dataclass(frozen=True)
class Card:
    """What a case shows when it is over: as text, as HTML, as one line.

    >>> Card("Says hello", Verdict.PASSED, Evidence(), points=5, max_points=5).short()
    '✓ Says hello (5 of 5)'
    """

    title: str
    verdict: Verdict
    evidence: Evidence = field(default_factory=Evidence)
    hints: tuple[str, ...] = ()
    hints_open: int = 1
    lecture: str = ""
    seed: int | None = None
    points: float | None = None
    max_points: float | None = None
    transcript: Transcript = field(default_factory=Transcript)
    warnings: tuple[str, ...] = ()

    def text(self) -> str:
        """The card for a terminal, Validate's dialog or feedback."""
        evidence, rows = self.evidence, [self.short()]
        if self.verdict is not Verdict.PASSED:
            if evidence.sent:
                rows.append("    we sent    " + ", then ".join(map(literal, evidence.sent)))
            for label, value in [("expected", evidence.expected), ("received", evidence.received)]:
                if value is not None:
                    shown = literal(value) if isinstance(value, bytes) else plain(value)
                    rows.append(f"    {label}   {shown}")
            if evidence.ending:
                rows.append(f"    {plain(evidence.ending)}")
            if evidence.stuck:
                stuck = evidence.stuck
                rows.append(
                    plain(f"    your {stuck.function} waits in  line {stuck.line}:  {stuck.source}")
                )
                rows.append(plain(f"    {stuck.what}"))
            rows += [f"    {plain(line)}" for line in evidence.said]
            rows += [f"  Hint: {plain(hint)}" for hint in self.hints[: self.hints_open]]
        rows += [f"  {plain(warning)}" for warning in self.warnings]
        return "\n".join(rows)

    def html(self) -> str:
        """The card as self-contained HTML."""
        return f"<div><pre>{to_html(self.text())}</pre>{self.transcript.diagram()}</div>"

    def short(self) -> str:
        """The card in one line."""
        line = f"{_MARK[self.verdict]} {plain(self.title or self.evidence.problem)}"
        if self.points is not None and self.max_points is not None:
            line += f" ({self.points:g} of {self.max_points:g})"
        return line
