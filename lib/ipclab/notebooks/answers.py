"""A plain Python file of answers, in the place of a notebook's solution cells."""

from __future__ import annotations

from pathlib import Path

from ipclab.notebooks.notebook import Cell, Kind, NotebookError
from ipclab.notebooks.runner import Executed, Namespace, execute
from ipclab.syscalls.cell_source import defined

#: Not "__main__": `if __name__ == "__main__":` in such a file is for its author's own tries.
MODULE = "<answers>"


class Answers:
    """Executes student cells, those replaced that the file answers. A `Student` for the runner.

    >>> answers = Answers("def greet(): return 'hello'")
    >>> namespace = {}
    >>> answers(Cell(1, Kind.SOLUTION, "def greet(): raise NotImplementedError"), namespace).error
    ''
    >>> namespace["greet"]()
    'hello'
    """

    def __init__(self, source: str, name: str = "answers.py") -> None:
        self._file = Cell(0, Kind.CODE, source, name)
        self._defines = frozenset(defined(source))
        self._functions: Namespace = {}
        self._ended: Executed | None = None

    @classmethod
    def read(cls, path: Path) -> Answers:
        """Reads the file; a NotebookError says in one sentence why it cannot.

        >>> Answers.read(Path("/nowhere/answers.py"))
        Traceback (most recent call last):
        ipclab.notebooks.notebook.NotebookError: /nowhere/answers.py: No such file or directory
        """
        try:
            source = path.read_text("utf-8")
            compile(source, str(path), "exec", dont_inherit=True)
        except OSError as error:
            raise NotebookError(f"{path}: {error.strerror}") from error
        except SyntaxError as error:
            raise NotebookError(f"{path}, line {error.lineno}: {error.msg}") from error
        except ValueError as error:
            raise NotebookError(f"{path} is not a Python file: {error}") from error
        return cls(source, path.name)

    def __call__(self, cell: Cell, namespace: Namespace) -> Executed:
        """Executes the cell, or has the file answer for it."""
        wanted = frozenset(defined(cell.source)) if cell.kind is Kind.SOLUTION else frozenset()
        if not wanted & self._defines:
            return execute(cell, namespace)
        if not wanted <= self._defines:
            execute(cell, namespace)  # the file answers a part of it
        self._ended = self._ended or self._run(namespace)
        namespace.update({name: self._functions[name] for name in wanted & self._functions.keys()})
        return self._ended

    def _run(self, namespace: Namespace) -> Executed:
        """Executes the file once, in the notebook's namespace: it sees what the cells imported."""
        notebook_name = namespace.get("__name__", "__main__")
        namespace["__name__"] = MODULE
        ended = execute(self._file, namespace)
        namespace["__name__"] = notebook_name
        self._functions = {name: namespace[name] for name in self._defines & namespace.keys()}
        return ended
