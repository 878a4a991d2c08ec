"""Every right answer, again and again, on a machine with too much to do: none may fail.

    python -m tests.benchmarks.flake 100              right answers: references and alternatives
    python -m tests.benchmarks.flake 10 --mistakes    wrong ones: each must fail its cases each time
    python -m tests.benchmarks.flake 10 --only exposes

What there is to run it finds as the exercise gate does. A wrong answer that passes is a failure.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from tests.benchmarks.case_worker import answers
from tests.benchmarks.load import cores, oversubscribed
from tests.course.corpus import Answer
from tests.tree import ROOT

LOAD = 4  # processes that compute, for each core
SHOWN = 5  # cards


@dataclass(frozen=True)
class Run:
    """A case that was run once with one answer."""

    answer: Answer
    case: str
    verdict: str
    as_it_must: bool
    must_fail: bool
    message: str

    @property
    def exercise(self) -> str:
        return f"{self.answer.assignment}/{self.answer.exercise}"


class Worker:
    """A process that runs the cases of one answer after the other."""

    def __init__(self, known: dict[str, Answer]) -> None:
        self._known = known
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.case_worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, name: str) -> list[Run]:
        """Run the cases of this answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"the process that runs cases ended with {name}"
        return [Run(self._known[name], **outcome) for outcome in json.loads(line)]

    def __enter__(self) -> "Worker":
        self._process.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._process.__exit__(*error)  # its input ends, and so does it


def runs_of(names: Iterable[str], known: dict[str, Answer]) -> Iterator[list[Run]]:
    """Run the cases of these answers, on as many workers as there are cores."""
    waiting, done = SimpleQueue[str](), SimpleQueue[list[Run] | None]()
    for name in names:
        waiting.put(name)

    def work(worker: Worker) -> None:
        try:
            while True:
                done.put(worker.run(waiting.get_nowait()))
        except Empty:
            pass
        finally:
            done.put(None)

    with ExitStack() as alive:
        workers = [alive.enter_context(Worker(known)) for _ in range(cores())]
        pool = alive.enter_context(ThreadPoolExecutor(len(workers)))
        working = [pool.submit(work, worker) for worker in workers]
        for _ in workers:
            yield from iter(done.get, None)
        for each in working:
            each.result()  # raises what it raised


def chosen(known: dict[str, Answer], mistakes: bool, only: str) -> list[str]:
    """The names of the answers to run."""
    return [
        name
        for name, answer in known.items()
        if answer.is_mistake == mistakes and only in f"{name} {answer.exercise}"
    ]


def table(runs: Sequence[Run], answers: int, times: int, seconds: float) -> str:
    """Failures and runs, by exercise and in all."""
    all_of, failed = (Counter(run.exercise for run in of) for of in (runs, _failures(runs)))
    width = max([len(name) for name in all_of] + [len("in all")])
    lines = [f"{'':{width}}  {'failures':>8} / {'runs':>7}"]
    lines += [f"{name:{width}}  {failed[name]:8} / {all_of[name]:7}" for name in sorted(all_of)]
    lines += [f"{'in all':{width}}  {failed.total():8} / {all_of.total():7}"]
    faults = sum(run.verdict == "grader_fault" for run in runs)
    passed_wrongly = sum(run.must_fail and not run.as_it_must for run in runs)
    load = f"every core {LOAD}x oversubscribed"
    lines += [
        f"{answers} answers, {times} times each, {load}: {seconds:.0f} s",
        f"of the failures {faults} are grader faults, {passed_wrongly} wrong answers that passed",
    ]
    return "\n".join(lines)


def cards(runs: Iterable[Run]) -> Iterator[str]:
    """What the first failures said."""
    for run in list(_failures(runs))[:SHOWN]:
        must = "must fail" if run.must_fail else "must pass"
        yield f"{run.answer}\n{run.case} {run.verdict}, {must}:\n{run.message}\n"


def _failures(runs: Iterable[Run]) -> Iterator[Run]:
    return (run for run in runs if not run.as_it_must)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="flake", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("times", type=int, nargs="?", default=100)
    parser.add_argument("--mistakes", action="store_true", help="wrong answers, not right ones")
    parser.add_argument("--only", default="", help="answers with these words in their names")
    arguments = parser.parse_args(argv)
    known = answers()
    names = chosen(known, arguments.mistakes, arguments.only)
    runs: list[Run] = []
    began = time.monotonic()
    with oversubscribed(LOAD):
        for number, came in enumerate(runs_of(names * arguments.times, known), 1):
            runs += came
            if number % len(names) == 0:
                failed = len(list(_failures(runs)))
                said = f"{number // len(names)} of {arguments.times}: {failed} / {len(runs)}"
                print(said, file=sys.stderr, flush=True)
    for card in cards(runs):
        print(card)
    print(table(runs, len(names), arguments.times, time.monotonic() - began))
    return 0 if runs and not list(_failures(runs)) else 1


if __name__ == "__main__":
    sys.exit(main())
