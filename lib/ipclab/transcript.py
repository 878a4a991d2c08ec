"""What happened between processes, in order, as data."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal[
    "start", "call", "connect", "accept", "send", "half_close", "close", "reset",
    "signal", "exit", "return", "raise", "waits", "deadline", "lost", "note",
]  # fmt: skip
KINDS: frozenset[str] = frozenset(get_args(Kind))


@dataclass(frozen=True)
class Event:
    """One thing that happened: `source` did it, to `target` where there is one.

    `source` and `target` are names of lanes ("client", "worker 2"), never a pid or a port. `note` says in words what
    the kind leaves open: a signal's name, an exit status, a blocked line.

    Raises ValueError if the kind is none of `KINDS`.

    >>> Event("send", "client", "echo_server", b"hello").data
    b'hello'
    """

    kind: Kind
    source: str
    target: str = ""
    data: bytes = b""
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no kind of event: {self.kind!r}")


@dataclass(frozen=True)
class Transcript:
    """The events of one conversation, in order.

    >>> talk = Transcript((Event("send", "client", "server", b"hello"),))
    >>> Transcript.from_json(talk.to_json()) == talk
    True
    """

    events: tuple[Event, ...] = ()

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def to_json(self) -> str:
        """The transcript as JSON text; `data` is text with one character (0 to 255) for each byte."""
        return json.dumps({"version": 1, "events": [_to_plain(event) for event in self]})

    @classmethod
    def from_json(cls, text: str) -> "Transcript":
        """The transcript that `to_json` wrote; raises ValueError if the text is anything else."""
        whole = json.loads(text)
        if not isinstance(whole, dict) or whole.get("version") != 1:
            raise ValueError("not a transcript")
        return cls(tuple(_from_plain(one) for one in whole["events"]))

    def diagram(self, title: str = "") -> str:
        """The conversation as SVG text: a lane for each process, time running down."""
        from ipclab.diagram import draw

        return draw(self, title)

    def _repr_svg_(self) -> str:
        return self.diagram()


def _to_plain(event: Event) -> dict[str, str]:
    fields = {
        "kind": event.kind,
        "source": event.source,
        "target": event.target,
        "data": event.data.decode("latin-1"),
        "note": event.note,
    }
    return {name: value for name, value in fields.items() if value}


def _from_plain(one: Any) -> Event:
    return Event(**{**one, "data": one.get("data", "").encode("latin-1")})
