"""An ordinary user, where tests run as root: whoever grades on a machine of their own."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.tree import ROOT

NOBODY = "65534"
NEEDED = [ROOT, *{Path(sys.prefix), Path(sys.base_prefix)} - {Path("/usr")}]


def as_ordinary_user(*command: object) -> "subprocess.Popen[str]":
    """Start a command as an ordinary user: as nobody, where we are root."""
    words = [*(_put_on() if os.geteuid() == 0 else ()), *map(str, command)]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, cwd="/", stdout=pipe, stderr=pipe, text=True)


def _put_on() -> list[str]:
    """In a mount namespace of its own, what is needed lies open, at the same place.

    Over a folder that only root may enter lies an empty one, and in it what is needed of it.
    """
    shown = [each for path in NEEDED for each in _shown(path)]
    closed = {top for path in shown if (top := _topmost_closed(path))}
    script = ["mount -t tmpfs -o mode=755 none /mnt"]
    script += [line for number, path in enumerate(shown) for line in _bind(path, f"/mnt/{number}")]
    script += [f"mount -t tmpfs -o mode=755 none {_quoted(each)}" for each in sorted(closed)]
    script += [
        line
        for number, path in enumerate(shown)
        if _topmost_closed(path)
        for line in _bind(path, path, f"/mnt/{number}")
    ]
    user = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--inh-caps=-all"]
    script.append(f'HOME=/ exec {shlex.join(user)} "$@"')
    return ["unshare", "--mount", "--propagation", "private", "sh", "-ec", "\n".join(script), "sh"]


def _shown(path: Path) -> Iterator[Path]:
    """The folder, or what is in it where only root may enter it."""
    if _is_closed(path):
        yield from (each for each in path.iterdir() if not each.is_symlink())
    else:
        yield path


def _topmost_closed(path: Path) -> Path | None:
    closed = [each for each in path.parents if _is_closed(each)]
    return closed[-1] if closed else None


def _is_closed(folder: Path) -> bool:
    return not folder.stat().st_mode & 0o001


def _bind(path: Path, place: object, source: object = None) -> list[str]:
    """Commands that show a file or folder at another place."""
    make = "mkdir -p" if path.is_dir() else "touch"
    shown = source or path
    return [f"{make} {_quoted(place)}", f"mount --rbind {_quoted(shown)} {_quoted(place)}"]


def _quoted(path: object) -> str:
    return shlex.quote(str(path))
