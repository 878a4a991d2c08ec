"""What happened between processes, in order, as data."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast, get_args

Kind = Literal[
    "start", "call", "connect", "accept", "send", "half_close", "close", "reset",
    "signal", "exit", "return", "raise", "waits", "computes", "deadline", "lost", "note",
]  # fmt: skip
KINDS: frozenset[str] = frozenset(get_args(Kind))

_VERSION = 1
_FIELDS = frozenset({"kind", "source", "target", "data", "note"})


@dataclass(frozen=True)
class Event:
    """One thing that happened: `source` did it, to `target` where there is one.

    `source` and `target` are names of lanes ("client", "worker 2"), never a pid or a port. `note`
    says in words what the kind leaves open: a signal's name, an exit status, a blocked line.
    Raises ValueError if the kind is none of `KINDS`, or `source` is empty.

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
            raise ValueError(f"no such kind of event: {self.kind!r}")
        if not self.source:
            raise ValueError(f"a {self.kind!r} event without a source")


@dataclass(frozen=True)
class Transcript:
    """The events of one conversation, in order.

    >>> talk = Transcript((Event("send", "client", "server", b"hello"),))
    >>> [event.source for event in talk]
    ['client']
    """

    events: tuple[Event, ...] = ()

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def to_json(self) -> str:
        """The transcript as JSON text, in ASCII, with one character (0 to 255) for each byte.

        >>> print(Transcript((Event("send", "a", "b", b"hi"),)).to_json())
        {"version": 1, "events": [{"kind": "send", "source": "a", "target": "b", "data": "hi"}]}
        """
        return json.dumps({"version": _VERSION, "events": [_to_plain(event) for event in self]})

    @classmethod
    def from_json(cls, text: str) -> "Transcript":
        """The transcript that `to_json` wrote; raises ValueError if the text is anything else.

        >>> talk = Transcript((Event("reset", "client", "server"),))
        >>> Transcript.from_json(talk.to_json()) == talk
        True
        """
        try:
            whole = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"not a transcript: {error}") from None
        if not isinstance(whole, dict) or whole.keys() != {"version", "events"}:
            raise ValueError("not a transcript: not an object with a version and events")
        if type(whole["version"]) is not int or whole["version"] != _VERSION:
            raise ValueError(f"not a transcript of version {_VERSION}: {whole['version']!r}")
        if not isinstance(whole["events"], list):
            raise ValueError("not a transcript: events is not a list")
        return cls(tuple(_from_plain(at, one) for at, one in enumerate(whole["events"])))

    def diagram(self, title: str = "") -> str:
        """The conversation as SVG text: a lane for each process, time running down.

        >>> Transcript((Event("connect", "client", "server"),)).diagram().startswith("<svg")
        True
        """
        from ipclab.cards.diagram import draw  # diagram needs Event: the arrow points the other way

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


def _from_plain(at: int, one: object) -> Event:
    if not isinstance(one, dict) or not {"kind", "source"} <= one.keys() <= _FIELDS:
        raise ValueError(f"not a transcript: event {at} has the wrong fields")
    if not all(isinstance(value, str) for value in one.values()):
        raise ValueError(f"not a transcript: event {at} has a field that is not text")
    fields = cast(dict[str, str], one)
    try:
        data = fields.get("data", "").encode("latin-1")
        kind = cast(Kind, fields["kind"])  # Event itself refuses what is no kind
        return Event(kind, fields["source"], fields.get("target", ""), data, fields.get("note", ""))
    except ValueError as error:
        raise ValueError(f"not a transcript: event {at}: {error}") from None
