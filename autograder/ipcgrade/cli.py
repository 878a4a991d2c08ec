"""The command `ipcgrade`."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ipcgrade.course import Course
from ipcgrade.learner import Laid, files_for_learner, lay_out, trust, unchanged
from ipcgrade.normalise import complaints, keeps_outputs, normalise
from ipcgrade.release import NotReleased, build

WELCOME = Path("lectures/00-welcome.ipynb")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    arguments = _parser().parse_args(argv)
    status: int = arguments.run(arguments)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ipcgrade", description="IPC Lab, for who teaches it.")
    parser.add_argument("--course", type=Path, default=Path("course"), help="the course's folder")
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
    return parser


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
