"""What `%%syscalls` runs under strace: one cell, in a fresh process, between two marks.

It is started as a script, with a file that the magic wrote, so that it imports next to nothing.
A mark is an `access()` of a file that cannot be there: harmless, and easy to find in a trace.
"""

from __future__ import annotations

import ast
import builtins
import io
import linecache
import os
import pickle
import sys
from collections.abc import Callable
from typing import Any, NoReturn

BEGIN, END, HIDE, SHOW = (f"ipclab:{word}" for word in ("begin", "end", "hide", "show"))
CELL = "<cell>"


def mark(word: str) -> None:
    """Leaves a mark in the trace.

    >>> mark(BEGIN)
    """
    os.access(word, os.F_OK)


def main(payload_file: str) -> NoReturn:
    """Runs the cell in the payload and exits: 0, or 1 if it raised."""
    with open(payload_file, "rb") as file:
        payload = pickle.load(file)
    sys.path[:] = payload["path"]
    module = type(sys)("__main__")
    sys.modules["__main__"] = module
    namespace = module.__dict__
    namespace.update({name: pickle.loads(value) for name, value in payload["names"].items()})
    lines = payload["source"].splitlines(keepends=True)
    linecache.cache[CELL] = (len(payload["source"]), None, lines, CELL)
    tree = ast.parse(payload["source"], CELL)
    _import_ahead(tree)
    run = _compiled(tree)
    _buffer_outputs()
    builtins.__import__ = _unseen(builtins.__import__)
    os.register_at_fork(before=_unseen(_flush))
    os._exit(_run(run, namespace, payload["stay"]))


def _import_ahead(tree: ast.Module) -> None:
    """Imports what the cell will import: loading a module is not what the cell is about."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            try:
                exec(compile(ast.Module([node], []), "<import>", "exec"), {})
            except Exception:
                return  # the cell meets it again and says so
    import encodings.idna  # noqa: F401  (the first use of a host name loads it)


def _compiled(tree: ast.Module) -> Callable[[dict[str, Any]], None]:
    """The cell as a function of its namespace; like a notebook, it shows its last expression."""
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr):
        tree.body.pop()
    body = compile(tree, CELL, "exec")
    value = (
        compile(ast.Expression(last.value), CELL, "eval") if isinstance(last, ast.Expr) else None
    )

    def run(namespace: dict[str, Any]) -> None:
        exec(body, namespace)
        if value is not None:
            sys.displayhook(eval(value, namespace))

    return run


def _buffer_outputs() -> None:
    """Keeps what the cell prints until it has ended, so that printing is no system call of its."""
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        raw = io.FileIO(descriptor, "wb", closefd=False)
        text = io.TextIOWrapper(io.BufferedWriter(raw, 1 << 20), "utf-8", "backslashreplace")
        setattr(sys, name, text)


def _flush() -> None:
    sys.stdout.flush()
    sys.stderr.flush()


def _unseen(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, its system calls between marks that say they are not the cell's."""

    def unseen(*args: object, **kwargs: object) -> object:
        mark(HIDE)
        try:
            return function(*args, **kwargs)
        finally:
            mark(SHOW)

    return unseen


def _run(
    run: Callable[[dict[str, Any]], None], namespace: dict[str, Any], stay: dict[str, str]
) -> int:
    status = 0
    mark(BEGIN)
    try:
        run(namespace)
    except SystemExit as exiting:
        status = exiting.code if isinstance(exiting.code, int) else int(exiting.code is not None)
    except BaseException as error:
        mark(END)
        status = 1
        if isinstance(error, NameError) and error.name in stay:
            error.add_note(
                f"{error.name} is a {stay[error.name]} of the notebook: it cannot travel into the "
                "process of its own in which %%syscalls runs a cell. Make one in this cell."
            )
        _show(error)
    mark(END)
    _flush()
    return status


def _show(error: BaseException) -> None:
    """Prints the traceback without the frames of this file."""
    import traceback

    frames = error.__traceback__
    while frames and frames.tb_frame.f_code.co_filename == __file__:
        frames = frames.tb_next
    traceback.print_exception(type(error), error, frames)


if __name__ == "__main__":
    main(sys.argv[1])
