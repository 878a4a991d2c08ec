"""JupyterLab as `make lab` starts it, for who looks at it from outside."""

import os
import re
import select
import signal
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit
from urllib.request import urlopen

from ipclab.launch.processes import descendants_of
from ipclab.outside import proc, sockdiag

SERVED = re.compile(r"http://127\.0\.0\.1:\d+/\S*token=\w+")
START_DEADLINE = 900  # seconds: it may have to make its environment first
END_DEADLINE = 30
LOOK = 0.02  # seconds between two looks at a process that has not ended


@dataclass(frozen=True)
class Lab:
    """A JupyterLab that answers."""

    url: str  # with its token; opens on the welcome notebook
    folder: Path  # the learner's

    def page(self, path: str) -> str:
        """The address of a file in the learner's folder, opened in a workspace of its own."""
        at = urlsplit(self.url)
        workspace = re.sub(r"\W+", "-", path)
        return f"http://{at.netloc}/lab/workspaces/{workspace}/tree/{path}?{at.query}&reset"


@contextmanager
def serve(tree: Path, folder: Path, home: Path, **environment: str) -> Iterator[Lab]:
    """Start `make lab` in a tree and wait until it serves its page; end it and all below it.

    As a new user: with an empty home, so without settings, workspaces or trust of another's.
    """
    command = ["make", "--no-print-directory", "lab", f"LAB_DIR={folder}"]
    process = subprocess.Popen(
        [*command, "ARGS=--no-browser --port 0 --expose-app-in-browser"],
        cwd=tree,
        env=_of_a_new_user(home) | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    try:
        url = _told(process.stdout).result(START_DEADLINE)
        _until_it_listens(process, urlsplit(url).port)
        with urlopen(url, timeout=START_DEADLINE) as page:
            assert page.status == 200
        yield Lab(url, folder)
    finally:
        _end(process)


def _of_a_new_user(home: Path) -> dict[str, str]:
    """Our environment, without what says where settings and notebooks of ours are."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JUPYTER", "JPY", "IPYTHON", "XDG_", "MAKE", "NBGRADER", "PYTEST"))
    }
    return kept | {"HOME": str(home)}


def _told(output: TextIO) -> Future[str]:
    """The address that it prints, once it does. Its output is read to the end all the while."""
    address: Future[str] = Future()

    def read() -> None:
        said = []
        with closing(output):
            for line in output:
                said.append(line)
                if not address.done() and (found := SERVED.search(line)):
                    address.set_result(found[0])
        if not address.done():
            address.set_exception(AssertionError(f"make lab ended:\n{''.join(said)}"))

    threading.Thread(target=read, daemon=True).start()
    return address


def _until_it_listens(process: subprocess.Popen, port: int | None) -> None:
    """JupyterLab tells its address first and listens a little later: seen from outside."""
    held = os.pidfd_open(process.pid)
    try:
        while port not in {port for _, port in _listeners(process.pid)}:
            assert not _has_ended(held, LOOK), "make lab ended before it listened"
    finally:
        os.close(held)


def _listeners(pid: int) -> list[tuple[str, int]]:
    inodes = set[int]().union(*(proc.socket_inodes(below) for below in descendants_of(pid)))
    return sockdiag.listeners(inodes)


def _end(process: subprocess.Popen) -> None:
    """Ask JupyterLab to end, kernels and all; what does not is killed."""
    held = [_hold(pid) for pid in [process.pid, *descendants_of(process.pid)]]
    below = [held_one for held_one in held if held_one is not None]
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    for one in below:
        if not _has_ended(one, END_DEADLINE):
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(one, signal.SIGKILL)
        os.close(one)
    process.wait()


def _hold(pid: int) -> int | None:
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        return None


def _has_ended(held: int, seconds: float) -> bool:
    return bool(select.select([held], [], [], seconds)[0])
