"""`ipclab check 02` and `ipclab progress`: the course without Jupyter."""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ipclab import broken_pipe
from ipclab.supported import complaint

if TYPE_CHECKING:
    from ipclab.notebooks.notebook import Notebook
    from ipclab.notebooks.runner import CaseResult

ALL_PASSED, SOME_FAILED, UNUSABLE, FAULT_OF_OURS = range(4)
_FAILED = frozenset({"failed", "timed_out"})
_GREEN, _RED, _YELLOW, _GREY, _END = (f"\033[{code}m" for code in (32, 31, 33, 90, 0))
_COLOURS = {"✓": _GREEN, "✗": _RED, "!": _YELLOW, "–": _GREY}


def main() -> None:
    """What the installed command calls. Threads that a cell left behind do not hold it up."""
    try:
        status = command(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = 130
        sys.stdout.flush()
    except BrokenPipeError:
        status = broken_pipe.fall_silent()
    if threading.active_count() > 1:
        os._exit(status)
    sys.exit(status)


def command(arguments: Sequence[str]) -> int:
    """Does what the arguments say and returns the exit status.

    >>> command(["check", "/nowhere/x.ipynb"])
    2
    """
    wrong = complaint()
    if wrong:
        print(wrong, file=sys.stderr)
        return UNUSABLE
    given = _parser().parse_args(arguments)
    if given.command == "check":
        return _check(given)
    from ipclab.notebooks.progress import progress

    print(progress())
    return ALL_PASSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("ipclab", description="Checks programs that talk.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser(
        "check",
        help="run an assignment's checks",
        epilog="Exit status: 0 all passed, 1 some failed, 2 unusable input, 3 a fault of ours.",
    )
    check.add_argument("assignment", help="its number (02), its name or a notebook's path")
    check.add_argument(
        "answers", nargs="?", type=Path, help="a Python file that takes the place of your cells"
    )
    check.add_argument("--json", action="store_true", help="one JSON object instead of text")
    check.add_argument("--seed", type=int, help="the same random payloads again")
    commands.add_parser("progress", help="show what you have passed")
    return parser


def _check(given: argparse.Namespace) -> int:
    from ipclab.notebooks.answers import Answers
    from ipclab.notebooks.folder import locate, read
    from ipclab.notebooks.notebook import NotebookError
    from ipclab.notebooks.progress import failures
    from ipclab.notebooks.runner import check, execute, report

    try:
        path = locate(given.assignment, Path.cwd())
        notebook = read(path)
        if not notebook.cases:
            raise NotebookError(f"{path} has no checks in it")
        student = Answers.read(given.answers) if given.answers else execute
    except NotebookError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    os.environ["IPCLAB_SEED"] = seed = _seed(given.seed)
    sys.stdin = io.StringIO()  # a cell that asks is told that nobody answers
    results = []
    before: dict[str, int] = {}
    with suppress(OSError):  # what cannot be read was told when it could not be kept
        before = failures(notebook.name, path.parent)
    for result in check(notebook, student=student):
        results.append(result)
        if not given.json:
            _show(replace(result.card, hints_open=before.get(result.id, 0) + 1).text())
    _remember(notebook, results, path.parent)
    if given.json:
        number = int(seed) if seed.isdigit() else seed
        cases = [result.as_json() for result in results]
        print(json.dumps(report(notebook.name, number, cases), indent=1))
    else:
        print(_summary(results))
    return _status(results)


def _seed(wanted: int | None) -> str:
    """The seed of this run: one for all its cases, so that one number replays them."""
    chosen = os.environ.get("IPCLAB_SEED") or str(random.randrange(1, 10_000))
    return chosen if wanted is None else str(wanted)


def _show(text: str) -> None:
    """Prints a card; its mark has a colour where there are colours."""
    if _is_colourful():
        text = re.sub(r"^\S", lambda mark: _coloured(mark[0]), text)
    print(text, flush=True)


def _coloured(mark: str) -> str:
    return f"{_COLOURS[mark]}{mark}{_END}" if mark in _COLOURS else mark


def _is_colourful() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _summary(results: list[CaseResult]) -> str:
    """One line: what passed, and what only a grader can check."""
    here = [result for result in results if result.verdict.value != "skipped"]
    passed = [result for result in here if result.verdict.value == "passed"]
    points, possible = sum(r.points for r in passed), sum(r.max_points for r in here)
    line = f"{len(passed)} of {len(here)} checks passed, {points} of {possible} points"
    left = sum(result.max_points for result in results) - possible
    return f"{line}; {left} more in hidden checks" if left else line


def _status(results: list[CaseResult]) -> int:
    verdicts = {result.verdict.value for result in results}
    if "grader_fault" in verdicts:
        return FAULT_OF_OURS
    return SOME_FAILED if verdicts - {"passed", "skipped"} else ALL_PASSED


def _remember(notebook: Notebook, results: list[CaseResult], where: Path) -> None:
    from ipclab.notebooks.progress import remember

    passed = [result.id for result in results if result.verdict.value == "passed"]
    failed = [result.id for result in results if result.verdict.value in _FAILED]
    try:
        remember(notebook.name, passed, where, failed)
    except OSError as error:
        print(f"your progress could not be kept: {error}", file=sys.stderr)
