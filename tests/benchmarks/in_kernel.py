"""What a case costs in a learner's kernel, with the card that it shows, and a stuck answer's too.

The kernel is a real one and has its notebook, as in JupyterLab: so points are looked up, what was
run is compared with what is there, and what was passed is noted.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import indent

import nbformat
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel
from nbformat.v4 import new_code_cell

from tests.benchmarks.figures import Figure, spread
from tests.tree import COURSE

WARM_UP, TIMES = 20, 200
PATIENCE = 120  # seconds for a cell

SETUP = """
%load_ext ipclab
import json, socket, time
from ipclab import case, run
took, said = [], []
"""

# A right server, and one that takes what a single recv() returns for the whole line.
SERVERS = r"""
def echo_server():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        conn, _ = listener.accept()
        with conn:
            while data := conn.recv(1024):
                conn.sendall(data)


def reads_once():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        while True:
            conn, _ = listener.accept()
            conn.sendall(conn.recv(1024))
"""

# Run, connect, exchange, close.
ONE_CASE = r"""
with case("What the client says comes back"):
    with run(echo_server) as server, server.connect() as client:
        client.send(b"hello\n").expect(b"hello\n")
"""

STUCK = r"""
with case("A message that arrives in two pieces is still one message"):
    with run(reads_once) as server, server.connect() as client:
        client.send(b"hel").until_read()
        client.send(b"lo\n").expect(b"hello\n")
"""

TIMED = """
began = time.perf_counter()
try:
{case}
except Exception as failed:
    said.append(failed.card.text())
finally:
    took.append(time.perf_counter() - began)
"""


def measure() -> list[Figure]:
    """Run each case many times in one kernel; its first runs warm it up and do not count."""
    with tempfile.TemporaryDirectory(prefix="in-kernel-") as place, _kernel(Path(place)) as kernel:
        took, said = _run(kernel, ONE_CASE)
        assert not said, f"a right answer failed:\n{said[0]}"
        stuck, said = _run(kernel, STUCK)
        assert len(said) == TIMES, "a stuck answer passed"
        unsure = [card for card in said if "nothing more will come" not in card]
        assert not unsure, f"{len(unsure)} of {TIMES} are not called stuck:\n{unsure[0]}"
    return [
        *spread("case", "one case in a kernel", took, "<= 50"),
        *spread("stuck", "a stuck answer's case, to its card", stuck, "<= 100"),
    ]


@contextmanager
def _kernel(folder: Path) -> Iterator[BlockingKernelClient]:
    """A kernel in a learner's folder, its cells run up to the first case."""
    notebook = _notebook(folder)
    manager, client = start_new_kernel(
        kernel_name="python3",
        cwd=str(notebook.parent),
        env=_environment(notebook),
        stderr=subprocess.DEVNULL,  # it says that it is a kernel
    )
    try:
        _execute(client, SETUP)
        _execute(client, SERVERS)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


def _environment(notebook: Path) -> dict[str, str]:
    return os.environ | {"JPY_SESSION_NAME": str(notebook)}


def _notebook(folder: Path) -> Path:
    """The largest assignment, with these two cases at its end, in a learner's folder."""
    name = max(COURSE.assignments(), key=lambda name: _source(name).stat().st_size)
    notebook = nbformat.read(_source(name), as_version=4)
    marks = {"schema_version": 3, "solution": False, "locked": True, "grade": True, "points": 5}
    for number, source in enumerate((ONE_CASE, STUCK)):
        own = marks | {"grade_id": f"bench-{number}"}
        notebook.cells.append(new_code_cell(source, metadata={"nbgrader": own}))
    path = folder / "assignments" / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    return path


def _source(name: str) -> Path:
    return COURSE.source / name / f"{name}.ipynb"


def _run(client: BlockingKernelClient, case: str) -> tuple[list[float], list[str]]:
    """Seconds that each run took, and the card of each that failed."""
    timed = TIMED.format(case=indent(case.strip(), "    "))
    for number in range(WARM_UP + TIMES):
        if number == WARM_UP:
            _execute(client, "took.clear(); said.clear()")
        _execute(client, timed)
    took, said = json.loads(_execute(client, "print(json.dumps([took, said]))"))
    return took, said


def _execute(client: BlockingKernelClient, code: str) -> str:
    """Run a cell; return what it printed."""
    printed: list[str] = []

    def note(message: dict) -> None:
        if message["msg_type"] == "stream":
            printed.append(message["content"]["text"])

    reply = client.execute_interactive(code, output_hook=note, timeout=PATIENCE)
    content = reply["content"]
    assert content["status"] == "ok", "\n".join(content.get("traceback", []))
    return "".join(printed)
