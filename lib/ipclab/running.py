"""The three verbs: run a function, call it, or keep a process for several calls."""

from collections.abc import Callable

from ipclab.answer import Answer
from ipclab.launch.launcher import name_of
from ipclab.stage import current
from ipclab.subject import Runnable, Subject


def run(function: Runnable, *args: object, name: str = "") -> Subject:
    """Start a function in a process of its own, and watch it from outside.

    A list of strings starts a program. Sockets, `pair` ends and descriptors among `args` become the
    subject's alone. Raises AnswerWrong where the function cannot be started.

    >>> with run(print, "hello") as subject:
    ...     subject.expect(None)
    """
    started = made(function, args, name)
    started.begin(function, args)
    return started


def made(function: Runnable, args: tuple[object, ...], name: str = "") -> Subject:
    """A process for a function, which is not started there yet."""
    stage = current()
    apt = stage.launcher.apt_for(function, args)
    return Subject(stage, name or name_of(function), apt)


def call(function: Callable[..., object], *args: object) -> Answer:
    """Run a function to its end in a process of its own. Raises AnswerWrong where it gets stuck.

    >>> call(max, 1, 2).value
    2
    """
    with run(function, *args) as started:
        return started.answer()


def subject(name: str = "subject") -> Subject:
    """One process for several calls: `s.call(f, …)`. Sockets and buffers given to it live on in it.

    >>> with subject() as s:
    ...     s.call(len, b"four").value
    4
    """
    stage = current()
    return Subject(stage, name, stage.launcher)
