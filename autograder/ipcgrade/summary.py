"""What came of grading a class: who needs attention and why, as text and as JSON. Pure."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import mean, median

from ipcgrade.graded import Graded
from ipclab.cards.escape import count, plain

GRADED, _, UNUSABLE, FAULT_OF_OURS = range(4)  # exit statuses
Changes = dict[str, tuple[float | None, float]]  # by case: what is recorded, what it would be

MOST_NAMES = 8  # of those with the same trouble, in a line


@dataclass
class Summary:
    """The outcome of a run. What is in no dictionary needs no attention."""

    assignment: str
    graded: list[Graded] = field(default_factory=list)
    unusable: dict[str, str] = field(default_factory=dict)  # by student: why there is no mark
    faults: dict[str, str] = field(default_factory=dict)  # by student: what went wrong with us
    notes: dict[str, list[str]] = field(default_factory=dict)  # by student: what else to look at
    changes: dict[str, Changes] = field(default_factory=dict)  # by student

    def note(self, student: str, words: str) -> None:
        """Something that the instructor should look at; nothing where there are no words."""
        if words:
            self.notes.setdefault(student, []).append(words)

    @property
    def status(self) -> int:
        """The exit status."""
        if self.faults:
            return FAULT_OF_OURS
        return UNUSABLE if self.unusable else GRADED

    def attention(self) -> dict[str, list[str]]:
        """By student, what needs attention."""
        needs = {student: [f"no mark: {why}"] for student, why in self.unusable.items()}
        for student, why in self.faults.items():
            needs.setdefault(student, []).append(f"grader fault, no mark: {why}")
        for graded in self.graded:
            if not graded.score:
                needs.setdefault(graded.student, []).append("no case passed")
        for student, words in self.notes.items():
            needs.setdefault(student, []).extend(words)
        return needs

    def json(self) -> str:
        """One JSON object."""
        submissions = [
            {
                "student": graded.student,
                "seed": graded.seed,
                "score": graded.score,
                "max_score": graded.max_score,
                "cases": [case.as_json() for case in graded.cases],
            }
            for graded in sorted(self.graded, key=lambda each: each.student)
        ]
        whole = {"assignment": self.assignment, "submissions": submissions}
        rest = {"attention": self.attention(), "changes": self.changes}
        return json.dumps({**whole, **rest}, indent=1)

    def text(self) -> str:
        """How many were graded, and who needs attention."""
        return "\n".join([self._marks(), *_grouped(self.attention()), *self._next()])

    def _next(self) -> Iterator[str]:
        """What to do next."""
        if self.faults:
            yield "A fault is no mark: the same command tries again. `ipcgrade doctor` says what is amiss."
        elif self.graded:
            yield f"next: nbgrader generate_feedback {self.assignment} --force"

    def _marks(self) -> str:
        scores = [graded.score for graded in self.graded]
        words = f"{self.assignment}: {count(len(scores), 'submission')} graded"
        if not scores:
            return words
        of = self.graded[0].max_score
        return f"{words}, median {median(scores):g}, mean {mean(scores):.1f} of {of} points"

    def differences(self) -> str:
        """Whose mark would change, and by which cases."""
        changed = {student: cases for student, cases in sorted(self.changes.items()) if cases}
        if not changed:
            return f"{self.assignment}: no mark would change. Nothing was recorded."
        lines = [line for student in changed for line in _difference(student, changed[student])]
        changes = count(len(changed), "mark")
        return "\n".join([*lines, f"{changes} would change. Nothing was recorded."])


def _difference(student: str, cases: Changes) -> Iterator[str]:
    before = sum(old or 0 for old, _ in cases.values())
    now = sum(new for _, new in cases.values())
    yield f"{plain(student)}  {now - before:+g}"
    for case, (old, new) in cases.items():
        yield f"    {case}  {'nothing' if old is None else f'{old:g}'} -> {new:g}"


def _grouped(attention: Mapping[str, list[str]]) -> Iterator[str]:
    """A line for each trouble, with those who have it: a fault of ours may be everybody's."""
    students: dict[str, list[str]] = defaultdict(list)
    for student, reasons in sorted(attention.items()):
        for reason in reasons:
            students[reason].append(student)
    for reason, names in students.items():
        shown = ", ".join(map(plain, names[:MOST_NAMES]))
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        yield f"  {shown}{more}: {plain(reason)}"
