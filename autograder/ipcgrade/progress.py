"""How far grading is: a bar on a terminal, a line for each submission in a log."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from ipcgrade.graded import Graded
from ipcgrade.many import Told
from ipclab.cards.escape import plain
from ipclab.errors import GraderFault


@contextmanager
def shown() -> Iterator[Told]:
    """Show it on standard error: what is on standard output is the result."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _line
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[place]}"))
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task("grading", total=None, place="")

        def told(done: int, of: int, student: str, result: Graded | GraderFault | None) -> None:
            place = f"{done} of {of}"
            bar.update(task, completed=done, total=of, place=place)
            if isinstance(result, GraderFault):
                bar.console.print(escape(_words(student, result)))

        yield told


def _line(done: int, of: int, student: str, result: Graded | GraderFault | None) -> None:
    if result is not None:
        print(f"{done} of {of}  {_words(student, result)}", file=sys.stderr, flush=True)


def _words(student: str, result: Graded | GraderFault) -> str:
    if isinstance(result, GraderFault):
        return f"{plain(student)}  grader fault, no mark: {plain(str(result))}"
    return f"{plain(student)}  {result.score} of {result.max_score}"
