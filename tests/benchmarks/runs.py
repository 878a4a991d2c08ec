"""A case that was run once with one answer, and what is told of many such runs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ipclab.cards.verdict import Verdict
from tests.course.corpus import Answer


@dataclass(frozen=True)
class Run:
    """A case that was run once with one answer."""

    answer: Answer
    case: str
    verdict: Verdict
    message: str
    seed: int | None  # that its payloads came from: IPCLAB_SEED replays it

    @property
    def exercise(self) -> str:
        return f"{self.answer.assignment}/{self.answer.exercise}"

    @property
    def must_fail(self) -> bool:
        return self.case in self.answer.fails

    @property
    def is_as_it_must(self) -> bool:
        """Whether a right answer passed, or a wrong one failed; a fault of ours is neither."""
        if self.must_fail:
            return self.verdict in (Verdict.FAILED, Verdict.TIMED_OUT)
        return self.verdict is Verdict.PASSED

    def card(self) -> str:
        """What it said, and how to run it again."""
        must = "must fail" if self.must_fail else "must pass"
        head = f"{self.answer}\n{self.case} {self.verdict.value}, {must}, seed {self.seed}:"
        return f"{head}\n{self.message}\n"


def failures(runs: Iterable[Run]) -> list[Run]:
    """Those that did not end as they must."""
    return [run for run in runs if not run.is_as_it_must]


def table(runs: Sequence[Run]) -> str:
    """Failures and runs, by exercise and in all."""
    all_of, failed = (Counter(run.exercise for run in of) for of in (runs, failures(runs)))
    width = max([len(name) for name in all_of] + [len("in all")])
    lines = [f"{'':{width}}  {'failures':>8} / {'runs':>7}"]
    lines += [f"{name:{width}}  {failed[name]:8} / {all_of[name]:7,}" for name in sorted(all_of)]
    lines += [f"{'in all':{width}}  {failed.total():8} / {all_of.total():7,}"]
    faults = sum(run.verdict is Verdict.GRADER_FAULT for run in runs)
    passed_wrongly = sum(run.must_fail and not run.is_as_it_must for run in runs)
    lines += [
        f"of the failures {faults} are grader faults, {passed_wrongly} wrong answers that passed"
    ]
    return "\n".join(lines)
