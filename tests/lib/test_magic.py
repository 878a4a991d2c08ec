"""%%syscalls, with real processes and the real strace."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient

from ipclab.syscalls import magic
from ipclab.syscalls.cell_calls import groups
from ipclab.syscalls.strace import parse

CONNECTION = """
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
conn, _ = listener.accept()
client.sendall(b"hello")
print(conn.recv(5))
for end in (client, conn, listener):
    end.close()
"""


@pytest.fixture
def shell() -> InteractiveShell:
    shell = InteractiveShell()
    magic.register(shell)
    return shell


def called(outcome: magic.Outcome, cell: str) -> list[str]:
    """The calls of the cell's own process, without their arguments."""
    return [row.call.partition("(")[0] for row in groups(parse(outcome.trace), cell)[0].rows]


def test_the_cells_calls_are_shown_in_order_and_nothing_else() -> None:
    outcome = magic.trace("import socket" + CONNECTION, {})
    assert outcome.stdout == "b'hello'\n"
    assert called(outcome, CONNECTION) == [
        *("socket", "setsockopt", "bind", "listen", "getsockname"),
        *("socket", "connect", "accept4", "getsockname", "sendto", "recvfrom"),
        *("close", "close", "close"),
    ]


def test_two_runs_show_the_same() -> None:
    cell = "import os, socket" + CONNECTION + "\nif os.fork() == 0: os._exit(3)\nos.wait()"
    first, second = magic.trace(cell, {}), magic.trace(cell, {})
    assert groups(parse(first.trace), cell) == groups(parse(second.trace), cell)


def test_an_import_inside_the_cell_is_no_call_of_its() -> None:
    cell = "def f():\n    import decimal, wave\n    return 3\nf()\nimport os\nos.getpid()"
    assert called(magic.trace(cell, {}), cell) == ["getpid"]


def test_printing_is_no_call_unless_it_is_flushed() -> None:
    cell = "print(1)\nprint(2)\nprint(3, flush=True)"
    outcome = magic.trace(cell, {})
    assert (outcome.stdout, called(outcome, cell)) == ("1\n2\n3\n", ["write"])


def test_what_is_printed_before_a_fork_is_printed_once() -> None:
    outcome = magic.trace("import os\nprint('once')\nif os.fork(): os.wait()", {})
    assert outcome.stdout == "once\n"


def test_the_cell_sees_the_notebooks_functions_imports_and_values(shell: InteractiveShell) -> None:
    shell.run_cell("import os as system\nsuffix = '!'\ndef shout(s): return s.upper() + suffix")
    assert magic.trace("print(shout('hi'), system.sep)", shell.user_ns).stdout == "HI! /\n"


def test_what_cannot_travel_is_named() -> None:
    outcome = magic.trace("door.acquire()", {"door": threading.Lock()})
    assert "door is a lock of the notebook: it cannot travel" in outcome.stderr


def test_what_the_cell_defines_does_not_come_back(shell: InteractiveShell) -> None:
    shell.run_cell("%%syscalls\nhere = 3")
    assert "here" not in shell.user_ns


def test_a_cell_that_raises_shows_its_own_lines_only() -> None:
    outcome = magic.trace("import os\nos.close(99)", {})
    assert outcome.stderr == (
        "Traceback (most recent call last):\n"
        '  File "<cell>", line 2, in <module>\n'
        "    os.close(99)\n"
        "OSError: [Errno 9] Bad file descriptor\n"
    )
    assert called(outcome, "") == ["close"]


def test_a_cell_may_end_its_process() -> None:
    cell = "import os, sys\nprint('bye')\nos.getpid()\nsys.exit('so')"
    outcome = magic.trace(cell, {})
    assert (outcome.stdout, called(outcome, cell)) == ("bye\n", ["getpid"])


def test_the_last_expression_is_shown_as_in_a_notebook() -> None:
    assert magic.trace("1\n2 + 3", {}).stdout == "5\n"


def test_a_syntax_error_is_told_and_nothing_runs(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_cell("%%syscalls\nx = (")
    assert "'(' was never closed" in capsys.readouterr().out


def test_the_magic_shows_the_output_then_the_table(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_cell("%%syscalls close\nimport os\nprint('x')\nos.close(0)")
    assert capsys.readouterr().out == "x\nclose(0) = 0\n    int close(int fd);\n"


def test_without_strace_the_cell_runs_all_the_same(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    shell.run_cell("%%syscalls\nprint('ran')")
    assert capsys.readouterr().out == f"ran\n{magic.HOW_TO_GET_STRACE}\n"


def test_where_strace_may_not_trace_the_cell_runs_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing = tmp_path / "strace"
    refusing.write_text("#!/bin/sh\necho 'PTRACE_TRACEME: Operation not permitted' >&2; exit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    outcome = magic.trace("print('ran')", {})
    assert outcome.stdout == "ran\n"
    assert "(strace: PTRACE_TRACEME: Operation not permitted)" in outcome.unable


def test_an_interrupt_ends_the_cell_and_all_that_it_started(tmp_path: Path) -> None:
    fifo = tmp_path / "alive"
    os.mkfifo(fifo)
    cell = f"import os, signal\nf = os.open({str(fifo)!r}, os.O_WRONLY)\nos.fork()\nsignal.pause()"
    program = f"from ipclab.syscalls.magic import trace\ntrace({cell!r}, {{}})"
    with subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.DEVNULL) as kernel:
        with open(fifo, "rb") as alive:  # opens when the cell does
            kernel.send_signal(signal.SIGINT)
            assert alive.read() == b""  # ends when no process of the cell is left


def test_in_a_kernel_the_table_is_text_and_html_the_same_each_time() -> None:
    cell = "%%syscalls bind\nimport socket\nsocket.create_server(('127.0.0.1', 0)).close()"
    sources = ("%load_ext ipclab", cell, cell)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
    _, first, second = NotebookClient(notebook).execute().cells
    (table,) = first.outputs
    assert table.data["text/plain"].startswith("bind(3, {sa_family=AF_INET, sin_port=htons(0)")
    assert "<th" in table.data["text/html"]
    assert first.outputs == second.outputs
