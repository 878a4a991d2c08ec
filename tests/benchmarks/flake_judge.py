"""Right answers as a class hands them in: whole submissions, several at once, each in sandboxes.

Here a fault of ours counts the first time, also one that grading a class would try again after.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from ipcgrade.grading import Take, Warm
from ipclab import seeds
from ipclab.cards.verdict import Verdict
from ipclab.errors import GraderFault
from ipclab.notebooks.notebook import Notebook
from tests.benchmarks.runs import Run
from tests.course import corpus
from tests.course.corpus import Answer

AT_ONCE = 8  # submissions


@dataclass(frozen=True)
class Submission:
    """An assignment with one answer to each of some exercises, whose cases count."""

    assignment: str
    answers: tuple[Answer, ...]

    @property
    def notebook(self) -> Notebook:
        notebook = corpus.notebook(self.assignment)
        for answer in self.answers:
            notebook = notebook.replacing(answer.exercise, answer.source)
        return notebook

    @property
    def due(self) -> dict[str, Answer]:
        """By case, the answer that it is about."""
        return {
            case.id: answer
            for answer in self.answers
            for case in corpus.exercise(self.assignment, answer.exercise).cases
        }


def submissions(answers: Sequence[Answer]) -> Iterator[Submission]:
    """As few as have each of these answers; where an exercise has none left, its first again."""
    of: dict[str, dict[str, list[Answer]]] = defaultdict(lambda: defaultdict(list))
    for answer in answers:
        of[answer.assignment][answer.exercise].append(answer)
    for assignment, exercises in of.items():
        for number in range(max(map(len, exercises.values()))):
            chosen = (own[number % len(own)] for own in exercises.values())
            yield Submission(assignment, tuple(chosen))


def runs(answers: Sequence[Answer], times: int) -> Iterator[list[Run]]:
    """Grade submissions that have each of these answers at least so many times."""
    handed_in = [*submissions(answers)] * times
    with (
        Warm(AT_ONCE, len(handed_in), isolated=True) as warm,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        yield from pool.map(partial(_judged, take=warm.take), handed_in)


def _judged(submission: Submission, take: Take) -> list[Run]:
    seed, due = seeds.fresh(), submission.due
    notebook, only = submission.notebook, {answer.exercise for answer in submission.answers}
    runs = []
    try:
        with take() as sandboxes:
            for ended in sandboxes.grade(notebook, notebook.functions, seed, only):
                answer = due.pop(ended.id)
                runs.append(Run(answer, ended.id, ended.verdict, ended.message, seed))
    except GraderFault as fault:  # of all that were not run
        why = Verdict.GRADER_FAULT, str(fault), seed
        runs += [Run(answer, case, *why) for case, answer in due.items()]
    return runs
