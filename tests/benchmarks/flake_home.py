"""Answers as a learner runs them: case by case, in a process for each core."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import Empty, SimpleQueue

from ipclab.cards.verdict import Verdict
from tests.benchmarks.load import cores
from tests.benchmarks.runs import Run
from tests.course.corpus import Answer
from tests.tree import ROOT


class Worker:
    """A process that runs the cases of one answer after the other."""

    def __init__(self, options: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.case_worker", *options],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, answer: Answer) -> list[Run]:
        """Run the cases of this answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{answer.name}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"the process that runs cases ended with {answer}"
        return [
            Run(answer, case, Verdict(verdict), message, seed)
            for case, verdict, message, seed in json.loads(line)
        ]

    def __enter__(self) -> "Worker":
        self._process.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._process.__exit__(*error)  # its input ends, and so does it


def runs(answers: Sequence[Answer], times: int, *options: str) -> Iterator[list[Run]]:
    """Run the cases of each of these answers so many times; the options are case_worker's."""
    waiting, done = SimpleQueue[Answer](), SimpleQueue[list[Run] | None]()
    for answer in [*answers] * times:
        waiting.put(answer)

    def work(worker: Worker) -> None:
        try:
            while True:
                done.put(worker.run(waiting.get_nowait()))
        except Empty:
            pass
        finally:
            done.put(None)

    with ExitStack() as alive:
        workers = [alive.enter_context(Worker(options)) for _ in range(cores())]
        pool = alive.enter_context(ThreadPoolExecutor(len(workers)))
        working = [pool.submit(work, worker) for worker in workers]
        for _ in workers:
            yield from iter(done.get, None)
        for each in working:
            each.result()  # raises what it raised
