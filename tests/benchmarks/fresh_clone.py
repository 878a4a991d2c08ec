"""From a fresh clone to a page that is served: `make lab`, as a new user types it."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.browser.lab import serve
from tests.tree import ROOT

PIP = (".config/pip", ".pip", ".cache/pip")  # kept: it finds packages, and its cache is warm


def measure() -> list[Figure]:
    """Clone what is committed into an empty folder, with an empty home, and open the course."""
    with tempfile.TemporaryDirectory(prefix="fresh-clone-") as place:
        home, clone = Path(place) / "home", Path(place) / "project"
        _give_pip(home)
        began = time.perf_counter()
        subprocess.run(["git", "clone", "-q", "--no-hardlinks", ROOT, clone], check=True)
        with serve(clone, clone / "ipc-lab", home, PYTHON=_python(), PATH=_path()):
            seconds = time.perf_counter() - began
    what = "fresh clone to a served page, packages cached (s)"
    return [Figure("lab_seconds", what, seconds, "<= 90")]


def _give_pip(home: Path) -> None:
    for name in PIP:
        ours = Path.home() / name
        if ours.is_dir():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).symlink_to(ours)
    home.mkdir(exist_ok=True)


def _python() -> str:
    """The Python that our environment was made with."""
    return getattr(sys, "_base_executable", sys.executable)


def _path() -> str:
    """Where programs are, without our environment."""
    folders = os.environ["PATH"].split(os.pathsep)
    return os.pathsep.join(f for f in folders if not f.startswith(str(ROOT)))
