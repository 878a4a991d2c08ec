"""Grades many submissions side by side, each in sandboxes of its own.

How they are spread over cores and machines is an Executor's business (concurrent.futures): threads
here, or a Dask cluster. What travels there is a `Work`, what comes back is a `Graded`: plain data.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from threading import Lock

from ipcgrade.graded import Ended, Graded
from ipcgrade.judge import Judge
from ipclab import seeds
from ipclab.errors import GraderFault
from ipclab.notebooks.notebook import Notebook

SLOTS = 1000  # users that are put on, one after the other
TRIES = 3  # at a case that ended in a fault of ours; a verdict stands at once

Take = Callable[[], Judge]  # gives sandboxes that nobody has used


@dataclass(frozen=True)
class Work:
    """One submission to grade."""

    student: str
    key: str
    notebook: Notebook
    names: tuple[str, ...]  # the functions that its exercises ask for


def grade(work: Work, take: Take = Judge) -> Graded:
    """Grade a submission. Raises GraderFault where a verdict could not be had."""
    seed = seeds.fresh()
    ended: dict[str, Ended] = {}
    fault = GraderFault("the assignment has no cases")
    for _ in range(TRIES):
        due = {e.id for e in work.notebook.exercises if any(c.id not in ended for c in e.cases)}
        if not due:
            break
        try:
            for case in _judged(work, seed, due, take):
                if case.is_fault:
                    fault = GraderFault(case.message)
                else:
                    ended.setdefault(case.id, case)
        except GraderFault as error:
            fault = error
    if len(ended) != len(work.notebook.cases):
        raise fault
    return Graded(work.student, work.key, seed, tuple(ended[c.id] for c in work.notebook.cases))


def _judged(work: Work, seed: int, due: set[str], take: Take) -> Iterator[Ended]:
    with take() as sandboxes:
        yield from sandboxes.grade(work.notebook, work.names, seed, due)


Result = tuple[Work, Graded | GraderFault]


@contextmanager
def grade_all(
    works: Sequence[Work], workers: int = 0, scheduler: str = "", isolated: bool = True
) -> Iterator[Iterator[Result]]:
    """Grading begins at once; each submission comes as soon as it is graded, or met a fault.

    `workers`: how many at once, on this machine; as many as it has cores where it is 0.
    `scheduler`: the address of a Dask scheduler, whose workers grade instead. `isolated`: in
    sandboxes; else student code runs as whoever grades.
    """
    with ExitStack() as stack:
        workers = workers or os.cpu_count() or 1
        executor, task = _executor(stack, workers, scheduler, len(works), isolated)
        running = {executor.submit(task, work): work for work in works}
        stack.callback(lambda: [future.cancel() for future in running])
        yield ((running[future], _outcome(future)) for future in as_completed(running))


def _outcome(future: "Future[Graded]") -> Graded | GraderFault:
    try:
        return future.result()
    except GraderFault as fault:
        return fault
    except Exception as error:  # a mistake of ours hurts one submission, and no mark is recorded
        return GraderFault(f"{type(error).__name__}: {error}")


def _executor(
    stack: ExitStack, workers: int, scheduler: str, works: int, isolated: bool
) -> tuple[Executor, Callable[[Work], Graded]]:
    if scheduler:
        from distributed import Client  # only who has a cluster needs it

        client = stack.enter_context(Client(scheduler))  # type: ignore[no-untyped-call]
        take = partial(Judge, isolated=isolated)
        return client.get_executor(pure=False), partial(grade, take=take)
    warm = stack.enter_context(Warm(workers, works, isolated))
    return stack.enter_context(ThreadPoolExecutor(workers)), partial(grade, take=warm.take)


class Warm:
    """Sandboxes that are started before they are needed, one for each worker."""

    def __init__(self, workers: int, uses: int, isolated: bool) -> None:
        self._workers, self._uses, self._isolated = workers, uses, isolated
        self._slots = count()
        self._one_at_a_time = Lock()
        self._ready: deque[Judge] = deque()

    def _start(self, wanted: int) -> None:
        while len(self._ready) < wanted:
            self._ready.append(Judge(next(self._slots) % SLOTS, self._isolated))

    def take(self) -> Judge:
        """Those that have been starting for longest. Raises GraderFault where none can start."""
        with self._one_at_a_time:
            self._uses -= 1
            self._start(max(1, 1 + min(self._workers, self._uses)))
            return self._ready.popleft()

    def __enter__(self) -> "Warm":
        with ExitStack() as started:
            started.push(self)  # where one cannot start, those that have are closed
            self._start(min(self._workers, self._uses))
            started.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        for judge in self._ready:
            judge.close()
