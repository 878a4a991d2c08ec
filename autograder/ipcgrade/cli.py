"""The command `ipcgrade`."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from ipcgrade import doctor, many, one, progress
from ipcgrade.course import Course
from ipcgrade.errors import Busy, NotInGradebook, NotRecorded
from ipcgrade.learner import Laid, files_for_learner, lay_out, trust, unchanged
from ipcgrade.normalise import complaints, keeps_outputs, normalise
from ipcgrade.release import NotReleased, build
from ipcgrade.summary import FAULT_OF_OURS, GRADED, UNUSABLE
from ipclab import broken_pipe
from ipclab.cards.escape import plain
from ipclab.errors import GraderFault
from ipclab.notebooks.notebook import NotebookError

WELCOME = Path("lectures/00-welcome.ipynb")
CAN_GRADE = "This machine can grade."
INTERRUPTED = 128 + signal.SIGINT
STOPPED = "stopped; the same command goes on from here"
STOPPED_AGAIN = "stopped; what was graded again is kept, and the same command begins from the start"
UNSAFE = "ipcgrade: NO SANDBOX: student code runs as you, with your files and your network"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    arguments = _parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        return broken_pipe.fall_silent()
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ipcgrade", description="IPC Lab, for who teaches it.")
    here = Path("course") if Path("course").is_dir() else Path()
    parser.add_argument("--course", type=Path, default=here, help="its folder; ./course, or here")
    commands = parser.add_subparsers(required=True, metavar="command")

    release = commands.add_parser("release", help="build the student release of every assignment")
    release.add_argument("--to", type=Path, default=Path("build/release"))
    release.set_defaults(run=_release)

    laid = commands.add_parser("lay-out", help="lay out a learner's folder; overwrites nothing")
    laid.add_argument("folder", type=Path)
    laid.add_argument("--release", type=Path, default=Path("build/release"))
    laid.set_defaults(run=_lay_out)

    opened = commands.add_parser("open", help="open JupyterLab on a learner's folder")
    opened.add_argument("folder", type=Path)
    opened.add_argument("jupyter", nargs=argparse.REMAINDER, help="options for jupyter lab")
    opened.set_defaults(run=_open)

    normal = commands.add_parser("normalise", help="write notebooks in the form they are kept in")
    normal.add_argument(
        "notebooks", type=Path, nargs="*", help="all of the course if none is named"
    )
    normal.add_argument(
        "--check", action="store_true", help="change nothing, only say what is amiss"
    )
    normal.set_defaults(run=_normalise)
    graded = commands.add_parser("grade", help="grade what a class has handed in")
    _add_grade(graded)
    check = commands.add_parser("check", help="judge one student's notebook, without a gradebook")
    check.add_argument("notebook", type=Path, help="its name says which assignment it is")
    check.set_defaults(run=_check)

    tried = commands.add_parser("try", help="judge a Python file of answers")
    tried.add_argument("assignment", help="its name, or its number")
    tried.add_argument("answers", type=Path, help="defines one or more of its functions")
    tried.set_defaults(run=_try)
    tried.add_argument("--repeat", type=_positive, default=1, metavar="N", help="so many times")
    for command in (check, tried):
        command.add_argument("--seed", type=int, help="the same random payloads again")
    for command in (graded, check, tried):
        command.add_argument("--json", action="store_true", help="a JSON object instead of text")
        _add_unsafe(command)
        command.epilog = "Exit status: 0 graded, 2 unusable input, 3 a fault of ours, no mark."

    examined = commands.add_parser("doctor", help="what this machine can isolate")
    examined.set_defaults(run=_doctor)
    return parser


def _add_grade(graded: argparse.ArgumentParser) -> None:
    graded.add_argument("assignment", help="its name, or its number")
    graded.add_argument(
        "--student", action="append", default=[], help="only theirs; may be repeated"
    )
    graded.add_argument("--workers", type=_positive, default=0, metavar="N", help="so many at once")
    graded.add_argument("--scheduler", default="", metavar="ADDRESS", help="of a Dask cluster")
    graded.add_argument("--again", action="store_true", help="also what was graded before")
    graded.add_argument(
        "--diff", action="store_true", help="record nothing, say whose mark would change"
    )
    graded.set_defaults(run=_grade)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 on")
    return int(text)


def _add_unsafe(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--unsafe-no-sandbox",
        action="store_true",
        help="run student code as you, with all you have",
    )


def _isolated(arguments: argparse.Namespace) -> bool:
    if arguments.unsafe_no_sandbox:
        print(UNSAFE, file=sys.stderr)
    return not arguments.unsafe_no_sandbox


def _grade(arguments: argparse.Namespace) -> int:
    wanted = many.Wanted(
        arguments.assignment,
        frozenset(arguments.student),
        arguments.workers,
        arguments.scheduler,
        again=arguments.again,
        only_compare=arguments.diff,
        isolated=_isolated(arguments),
    )
    try:
        with progress.shown() as told:
            summary = many.grade(Course(arguments.course), wanted, told)
    except (NotebookError, Busy, NotInGradebook) as error:
        return _refused(error)
    except GraderFault as fault:
        return _told_of(fault)
    except KeyboardInterrupt:
        print(f"ipcgrade: {STOPPED_AGAIN if wanted.again else STOPPED}", file=sys.stderr)
        return INTERRUPTED
    words = summary.differences() if arguments.diff else summary.text()
    print(summary.json() if arguments.json else words)
    return summary.status


def _check(arguments: argparse.Namespace) -> int:
    course = Course(arguments.course)
    return _judged(lambda: one.of_notebook(course, arguments.notebook), arguments, 1)


def _try(arguments: argparse.Namespace) -> int:
    course = Course(arguments.course)
    task = partial(one.of_answers, course, arguments.assignment, arguments.answers)
    return _judged(task, arguments, arguments.repeat)


def _judged(read: Callable[[], one.Task], arguments: argparse.Namespace, times: int) -> int:
    status = GRADED
    try:
        task, isolated = read(), _isolated(arguments)
        for _ in range(times):
            report = one.judge(task, arguments.seed, isolated=isolated)
            print(report.json() if arguments.json else report.text(), flush=True)
            status = FAULT_OF_OURS if report.has_faults else status
    except NotebookError as error:
        return _refused(error)
    except GraderFault as fault:
        return _told_of(fault)
    return status


def _refused(error: Exception) -> int:
    print(f"ipcgrade: {plain(str(error))}", file=sys.stderr)
    return UNUSABLE


def _told_of(fault: GraderFault) -> int:
    print(f"ipcgrade: grader fault, no mark: {plain(str(fault))}", file=sys.stderr)
    if not isinstance(fault, NotRecorded):
        print("run `ipcgrade doctor`: it says what this machine can isolate", file=sys.stderr)
    return FAULT_OF_OURS


def _doctor(_: argparse.Namespace) -> int:
    findings = doctor.findings()
    missing = sum(finding.forbids_grading for finding in findings)
    for finding in findings:
        print(finding)
    print(f"This machine cannot grade yet: see to each NO ({missing})." if missing else CAN_GRADE)
    return FAULT_OF_OURS if missing else GRADED


def _release(arguments: argparse.Namespace) -> int:
    try:
        names = build(Course(arguments.course), arguments.to)
    except NotReleased as refused:
        print(f"ipcgrade: {refused}", file=sys.stderr)
        return 1
    print(
        f"released in {arguments.to}: {', '.join(names) or 'nothing, there is no assignment yet'}"
    )
    return 0


def _lay_out(arguments: argparse.Namespace) -> int:
    status = _release(argparse.Namespace(course=arguments.course, to=arguments.release))
    if status:
        return status
    lectures = Course(arguments.course).lecture_files()
    files = files_for_learner(lectures, arguments.release)
    laid = lay_out(files, arguments.folder)
    trust(unchanged(files, arguments.folder))
    for line in _told(laid, arguments.folder):
        print(line)
    return 0


def _told(laid: Laid, folder: Path) -> list[str]:
    files = "1 file" if len(laid.added) == 1 else f"{len(laid.added)} files"
    lines = [f"your folder: {folder} ({files} added)"]
    for name in laid.left_alone:
        beside = laid.beside.get(name)
        ours = f"; ours, which is newer, is {beside}" if beside else ""
        lines.append(f"left alone: {name} (yours differs{ours})")
    return lines


def _open(arguments: argparse.Namespace) -> int:
    folder = arguments.folder.resolve()
    # Where the printed address leads; a file on the command line steers only a browser opened here.
    welcome = [f"--LabApp.default_url=/lab/tree/{WELCOME}"] if (folder / WELCOME).exists() else []
    as_root = ["--allow-root"] if os.geteuid() == 0 else []  # a container, or WSL: it is their own
    os.chdir(folder)
    sys.stdout.flush()
    os.execvp(
        "jupyter",
        [
            "jupyter",
            "lab",
            f"--ServerApp.root_dir={folder}",
            *as_root,
            *welcome,
            *arguments.jupyter,
        ],
    )


def _normalise(arguments: argparse.Namespace) -> int:
    amiss = 0
    for path in arguments.notebooks or Course(arguments.course).notebooks():
        text, outputs = path.read_text(), keeps_outputs(path)
        if not arguments.check:
            path.write_text(normalise(text, outputs))
            text = path.read_text()
        for words in complaints(text, outputs):
            print(f"{path}: {words}", file=sys.stderr)
            amiss = 1
    return amiss
