"""Every right answer, again and again, on a machine with too much to do: none may fail.

    python -m tests.benchmarks.flake 100              at home, then in the judge
    python -m tests.benchmarks.flake 16 --judge       in the judge only: 10,000 case runs and more
    python -m tests.benchmarks.flake 10 --mistakes    wrong ones, at home: each must fail its cases
    python -m tests.benchmarks.flake 10 --only exposes
    python -m tests.benchmarks.flake 500 --stepped --mistakes --quiet     races: caught every time?

What there is to run it finds as the exercise gate does. A wrong answer that passes is a failure,
and so is a fault of ours.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from tests.benchmarks import flake_home, flake_judge
from tests.benchmarks.case_worker import answers, wanted
from tests.benchmarks.load import oversubscribed
from tests.benchmarks.runs import Run, failures, table
from tests.course import corpus
from tests.course.corpus import Answer

LOAD = 4  # processes that compute, for each core
EVERY = 200  # runs, and how it stands is said
SHOWN = 20  # cards of those that fail

Place = Callable[..., Iterator[list[Run]]]
PLACES: dict[str, Place] = {"home": flake_home.runs, "judge": flake_judge.runs}


def chosen(mistakes: bool, only: str, stepped: bool = False) -> list[Answer]:
    """The answers to run."""
    return [
        answer
        for answer in answers().values()
        if answer.is_mistake == mistakes
        and only in f"{answer.name} {answer.exercise}"
        and (not stepped or is_decided(answer))
    ]


def is_decided(answer: Answer) -> bool:
    """Whether the stepper decides a case of its exercise; of a wrong one, a case that it fails."""
    cases = corpus.exercise(answer.assignment, answer.exercise).cases
    return any(wanted(cell, answer) for cell in cases)


def told(place: str, batches: Iterable[list[Run]]) -> list[Run]:
    """All of these runs; each that fails is shown at once, and now and then how it stands."""
    runs: list[Run] = []
    failed: list[Run] = []
    for came in batches:
        for run in failures(came)[: SHOWN - len(failed)]:
            print(run.card(), flush=True)
        failed += failures(came)
        runs += came
        if len(runs) % EVERY < len(came):
            stands = f"{place}: {len(failed)} of {len(runs):,} case runs failed"
            print(stands, file=sys.stderr, flush=True)
    return runs


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="flake", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("times", type=int, nargs="?", default=100)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--home", action="store_true", help="only as a learner runs them")
    kind.add_argument("--judge", action="store_true", help="only as the judge grades them")
    kind.add_argument("--mistakes", action="store_true", help="wrong answers, at home")
    parser.add_argument("--stepped", action="store_true", help="cases of the stepper, at home")
    parser.add_argument("--quiet", action="store_true", help="without anybody else who computes")
    parser.add_argument("--only", default="", help="answers with these words in their names")
    arguments = parser.parse_args(argv)
    is_at_home = arguments.home or arguments.mistakes or arguments.stepped
    is_left_out = {"home": arguments.judge, "judge": is_at_home}
    found = chosen(arguments.mistakes, arguments.only, arguments.stepped)
    places = [place for place in PLACES if not is_left_out[place]]
    if not found or not places:
        parser.error(f"no answer has {arguments.only!r} in its name, or no place is left")
    options = ["--stepped"] * arguments.stepped
    load = 0 if arguments.quiet else LOAD
    return max(_run(place, found, arguments.times, load, *options) for place in places)


def _run(place: str, wanted: Sequence[Answer], times: int, times_load: int, *options: str) -> int:
    began = time.monotonic()
    with oversubscribed(times_load):
        runs = told(place, PLACES[place](wanted, times, *options))
    seconds = time.monotonic() - began
    load = f"every core {times_load}x oversubscribed" if times_load else "nothing else running"
    print(f"{place}: {len(wanted)} answers, {times} times each, {load}: {seconds:.0f} s")
    print(f"{table(runs)}\n", flush=True)
    return 0 if runs and not failures(runs) else 1


if __name__ == "__main__":
    sys.exit(main())
