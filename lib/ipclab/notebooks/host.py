"""The subject host: a process that holds a student's cells, and ships the functions in them.

In the judge the cells run here, in the sandbox of the student, and the cases elsewhere. It is
started like any subject, and everything that it says is data: whether a cell ended early, which of
the exercises' names are functions now, and functions as bytes that only a subject unpickles.

Requests and answers are messages (messages.py):

    ("cell", number, kind, id, text, names)  ("ran", error, {name: "" for a function, else a repr})
    ("ship", name)                           ("shipped", bytes, {file: text})
                                             or ("cannot", variable, reason)

`names` are those of the exercises, which the cases know.
"""

import socket
from typing import Any

from ipclab.errors import CannotTravel
from ipclab.launch import codec, messages
from ipclab.launch.launcher import Launcher
from ipclab.notebooks.notebook import Cell, Kind
from ipclab.notebooks.runner import execute, fresh_namespace

LONGEST_ERROR = 2000  # characters


def serve(connection: socket.socket) -> None:
    """Execute cells and ship functions until the other end closes."""
    namespace = fresh_namespace()
    while True:
        try:
            request = messages.receive(connection)
        except EOFError:
            return
        messages.send(connection, _answer(request, namespace))


def _answer(request: object, namespace: dict[str, Any]) -> object:
    match request:
        case (
            "cell",
            int() as number,
            str() as kind,
            str() as name,
            str() as text,
            list() as names,
        ):
            error = _run(Cell(number, Kind(kind), text, name), namespace)
            present = {each: _is(namespace[each]) for each in names if each in namespace}
            return "ran", error[:LONGEST_ERROR], present
        case ("ship", str() as name):
            return _shipped(name, namespace)
    raise codec.MalformedMessage(f"not a request to a subject host: {request!r}")


def _run(cell: Cell, namespace: dict[str, Any]) -> str:
    try:
        return execute(cell, namespace).error
    except KeyboardInterrupt:  # from the examiner, when its time is up
        return "a line that did not end, and was interrupted"


def _is(value: object) -> str:
    return "" if callable(value) else codec.Opaque.of(value).text


def _shipped(name: str, namespace: dict[str, Any]) -> object:
    try:
        shipment = Launcher().ship(namespace.get(name))
    except CannotTravel as error:
        return "cannot", error.variable, error.reason
    return "shipped", shipment.function, shipment.sources
