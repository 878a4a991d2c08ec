"""`%load_ext ipclab`: the cell magic %%syscalls."""

from __future__ import annotations

import ast
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cloudpickle

from ipclab.syscalls import traced
from ipclab.syscalls.cell_calls import groups
from ipclab.syscalls.strace import parse
from ipclab.syscalls.syscall_table import SyscallTable

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

HOW_TO_GET_STRACE = (
    "%%syscalls shows system calls with strace, which is not here: sudo apt-get install strace. "
    "The cell runs all the same."
)
HOW_TO_ALLOW_STRACE = (
    "%%syscalls may not trace here (strace: {}). In a container, start it with "
    "--cap-add=SYS_PTRACE. The cell runs all the same."
)


def register(shell: InteractiveShell) -> None:
    """Gives the shell its `%%syscalls`: what `%load_ext ipclab` does.

    >>> from IPython.core.interactiveshell import InteractiveShell
    >>> shell = InteractiveShell()
    >>> register(shell)
    >>> shell.find_cell_magic("syscalls").__name__
    'syscalls'
    """

    def syscalls(line: str, cell: str) -> None:
        """%%syscalls [names…]: the system calls of this cell, beside their C prototypes.

        The cell runs in a fresh Python process of its own, under strace. It sees the functions,
        imports and plain values of the notebook that it names; what cannot travel (a socket, a
        lock) and what it defines stay where they are. After the cell's own output comes a table:
        each call, its result, what an error means. With names, only those calls.
        """
        try:
            ast.parse(cell)
        except SyntaxError:
            shell.showsyntaxerror("<cell>")  # type: ignore[no-untyped-call]
            return
        _show(cell, line.split(), shell.user_ns)

    shell.register_magic_function(syscalls, "cell", "syscalls")  # type: ignore[arg-type]


def _show(cell: str, names: list[str], namespace: dict[str, Any]) -> None:
    from IPython.display import display

    outcome = trace(cell, namespace)
    print(outcome.stdout, end="", flush=True)
    print(outcome.stderr, end="", file=sys.stderr, flush=True)
    if outcome.unable:
        print(outcome.unable, flush=True)
    else:
        display(SyscallTable(groups(parse(outcome.trace), cell, names)))  # type: ignore[no-untyped-call]


class Outcome:
    """What a traced cell printed and did. `unable` says why there is no trace, if there is none."""

    def __init__(self, stdout: str, stderr: str, trace: str = "", unable: str = "") -> None:
        self.stdout = stdout
        self.stderr = stderr
        self.trace = trace
        self.unable = unable


def trace(cell: str, namespace: dict[str, Any]) -> Outcome:
    """Runs the cell in a process of its own, under strace where there is one.

    >>> outcome = trace("print(message)", {"message": "hello"})
    >>> outcome.stdout
    'hello\\n'
    """
    with tempfile.TemporaryDirectory(prefix="ipclab-") as folder:
        payload = Path(folder, "cell")
        payload.write_bytes(_payload(cell, namespace))
        command = [sys.executable, "-P", traced.__file__, str(payload)]
        strace = shutil.which("strace")
        if strace is None:
            return Outcome(*_run(command), unable=HOW_TO_GET_STRACE)
        log = Path(folder, "trace")
        options = ["-f", "-q", "-s", "80", "-o", str(log)]
        stdout, stderr = _run([strace, *options, *command])
        text = log.read_text(errors="replace") if log.exists() else ""
        if traced.BEGIN in text:
            return Outcome(stdout, stderr, text)
        reason = stderr.strip().splitlines()[-1:] or ["no reason given"]
        return Outcome(*_run(command), unable=HOW_TO_ALLOW_STRACE.format(reason[0]))


def _payload(cell: str, namespace: dict[str, Any]) -> bytes:
    """The cell and the notebook's values that it names, each pickled by itself."""
    named = {node.id for node in ast.walk(ast.parse(cell)) if isinstance(node, ast.Name)}
    values, stay = {}, {}
    for name in sorted(named & namespace.keys()):
        try:
            values[name] = cloudpickle.dumps(namespace[name])
        except Exception:  # a socket, a lock, a generator …: pickle has no one word for it
            stay[name] = type(namespace[name]).__name__
    return pickle.dumps({"source": cell, "path": sys.path, "names": values, "stay": stay})


def _run(command: list[str]) -> tuple[str, str]:
    """Runs to the end; an interrupt of the kernel ends the whole session of the child."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            return process.communicate()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
