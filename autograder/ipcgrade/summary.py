"""What came of grading a class: who needs attention and why, as text and as JSON. Pure."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import mean, median

from ipcgrade.errors import NotRecorded
from ipcgrade.graded import Graded
from ipclab.cards.escape import count, plain
from ipclab.errors import GraderFault

GRADED, _, UNUSABLE, FAULT_OF_OURS = range(4)  # exit statuses
Changes = dict[str, tuple[float | None, float]]  # by case: what is recorded, what it would be

MOST_NAMES = 8  # of those with the same trouble, in a line


@dataclass
class Summary:
    """The outcome of a run. What is in no dictionary needs no attention."""

    assignment: str
    graded: list[Graded] = field(default_factory=list)
    due: int = 0  # how many had to be graded in this run
    unusable: dict[str, str] = field(default_factory=dict)  # by student: why there is no mark
    faults: dict[str, GraderFault] = field(default_factory=dict)  # by student
    notes: dict[str, list[str]] = field(default_factory=dict)  # by student: what else to look at
    changes: dict[str, Changes] = field(default_factory=dict)  # by student
    by_hand: Mapping[str, Collection[str]] = field(default_factory=dict)  # cases, by student
    marked: Collection[str] = ()  # students who had a mark before this run

    @property
    def status(self) -> int:
        """The exit status."""
        if self.faults:
            return FAULT_OF_OURS
        return UNUSABLE if self.unusable else GRADED

    def attention(self) -> dict[str, list[str]]:
        """By student, what needs attention."""
        needs = {student: list(why) for student, why in self._without_a_mark().items()}
        for graded in self.graded:
            if not graded.score:
                needs.setdefault(graded.student, []).append("no case passed")
        for student, words in self.notes.items():
            if words:
                needs.setdefault(student, []).extend(words)
        return needs

    def _without_a_mark(self) -> dict[str, list[str]]:
        """By student, why this run gave no mark."""
        why = {student: [self._no_mark(student, words)] for student, words in self.unusable.items()}
        for student, fault in self.faults.items():
            words = f"grader fault, {self._no_mark(student, str(fault))}"
            why.setdefault(student, []).append(words)
        return why

    def _no_mark(self, student: str, why: str) -> str:
        stands = student in self.marked
        return f"no {'new mark, the one from before stands' if stands else 'mark'}: {why}"

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
        """How many were graded, who needs attention, and what to do next."""
        return "\n".join([self._marks(), *_grouped(self.attention()), *self._next()])

    def _marks(self) -> str:
        scores = [graded.score for graded in self.graded]
        of_all = count(len(scores) + len(self.unusable) + self._ungraded, "submission")
        words = f"{self.assignment}: {len(scores)} of {of_all} graded"
        if (now := self.due - self._ungraded) != len(scores):
            words += f", {now or 'none'} of them now"
        if not scores:
            return words
        of = self.graded[0].max_score
        return f"{words}; median {median(scores):g}, mean {mean(scores):.1f} of {of} points"

    @property
    def _ungraded(self) -> int:
        """How many met a fault before there was a verdict."""
        return len(self.faults.keys() - {graded.student for graded in self.graded})

    def _next(self) -> Iterator[str]:
        """What to do next."""
        if self.faults:
            yield "A fault is no mark: the same command tries again."
            if not all(isinstance(fault, NotRecorded) for fault in self.faults.values()):
                yield "`ipcgrade doctor` says what this machine can isolate."
        elif self.graded:
            yield f"next: nbgrader generate_feedback {self.assignment} --force"

    def differences(self) -> str:
        """Whose mark would change, and by which cases; and who would get none."""
        changed = {student: cases for student, cases in sorted(self.changes.items()) if cases}
        lines = [line for student in changed for line in self._difference(student)]
        marks = [student for student in changed if self._counted(student)]
        if marks:
            last = f"{count(len(marks), 'mark')} would change. Nothing was recorded."
        else:
            last = f"{self.assignment}: no mark would change. Nothing was recorded."
        return "\n".join([*lines, *_grouped(self._without_a_mark()), last])

    def _difference(self, student: str) -> Iterator[str]:
        change = sum(now - (before or 0) for before, now in self._counted(student).values())
        yield f"{plain(student)}  {change:+g}"
        for case, (before, now) in self.changes[student].items():
            old = "nothing" if before is None else f"{before:g}"
            stands = case not in self._counted(student)
            by_hand = ", but it was graded by hand, and that stands" if stands else ""
            yield f"    {case}  {old} -> {now:g}{by_hand}"

    def _counted(self, student: str) -> Changes:
        """The changes that change the score: where a person gave points, those count."""
        by_hand = self.by_hand.get(student, ())
        changes = self.changes[student].items()
        return {case: change for case, change in changes if case not in by_hand}


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
