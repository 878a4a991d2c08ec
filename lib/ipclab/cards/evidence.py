"""What a case saw, as data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stuck:
    """Where the student's function stands still.

    `line` counts from 1 in its cell and is 0 where nobody knows; `source` is that line; `what` ends
    the sentence that the others begin; `doing` is its verb.

    >>> Stuck("echo_server", 6, "data = conn.recv(1024)", "for bytes that will not come").line
    6
    """

    function: str
    line: int
    source: str
    what: str
    doing: str = "waits"


@dataclass(frozen=True)
class Evidence:
    r"""What was sent, expected and received, each whole.

    `problem` is one sentence, where there is no pair to compare. In `expected` and `received` bytes
    are escaped and get a caret at their first difference; a str is text, shown as it is. `ending`
    says what came after the last byte; `said` are further short lines.

    >>> Evidence(sent=(b"hel", b"lo\n"), expected=b"hello\n", received=b"hel").received
    b'hel'
    """

    problem: str = ""
    sent: tuple[bytes, ...] = ()
    expected: bytes | str | None = None
    received: bytes | str | None = None
    ending: str = ""
    stuck: Stuck | None = None
    said: tuple[str, ...] = ()
