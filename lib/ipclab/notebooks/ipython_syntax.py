"""What a cell may say that plain Python may not: `%magic`, `!command`, `name?`.

IPython itself translates it. Outside a kernel no magic and no command is run: what matters there is
what the cells define.
"""

from __future__ import annotations

import ast
from typing import Any

from ipclab.syscalls.cell_source import plain_python

#: Cell magics around plain Python. The Python is run, without the magic.
_AROUND_PYTHON = frozenset({"capture", "prun", "time", "timeit"})


def to_python(source: str) -> str:
    """The cell as Python: IPython's own syntax becomes calls of `get_ipython()`.

    >>> to_python("%load_ext ipclab")
    "get_ipython().run_line_magic('load_ext', 'ipclab')\\n"
    >>> to_python("x = 3")
    'x = 3'
    """
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return _translated(source)
    return source


def _translated(source: str) -> str:
    try:
        from IPython.core.inputtransformer2 import TransformerManager
    except ImportError:
        return plain_python(source)
    return TransformerManager().transform_cell(source)  # type: ignore[no-untyped-call]


class Shell:
    """Stands in for IPython's shell where cells are run without one.

    >>> Shell({}).run_line_magic("matplotlib", "inline")
    """

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace

    def run_line_magic(self, name: str, line: str, *_: object) -> None:
        """Runs the statement of `%time` and its like; leaves other magics out."""
        self.run_cell_magic(name, "", line)

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """Runs the Python in `%%time` and its like; leaves other magics out."""
        if name in _AROUND_PYTHON:
            exec(compile(to_python(cell), f"<%%{name}>", "exec"), self._namespace)

    def system(self, command: str) -> None:
        """Runs no command."""

    def getoutput(self, command: str) -> list[str]:
        """Runs no command: there is no output."""
        return []
