"""Transcripts: frozen events, JSON both ways, and nothing else is let in."""

import json

import pytest

from ipclab.cards.transcript import KINDS, Event, Transcript
from tests.lib import conversations

EVENT = {"kind": "send", "source": "client", "target": "server", "data": "hi"}


def test_events_are_kept_in_order() -> None:
    first, second = Event("connect", "client", "server"), Event("close", "client", "server")

    talk = Transcript((first, second))

    assert list(talk) == [first, second]
    assert len(talk) == 2


def test_an_event_of_no_known_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no such kind of event: 'shout'"):
        Event("shout", "client")  # type: ignore[arg-type]


def test_an_event_without_a_source_is_refused() -> None:
    with pytest.raises(ValueError, match="a 'send' event without a source"):
        Event("send", "")


@pytest.mark.parametrize("name", conversations.ALL)
def test_json_gives_back_what_went_in(name: str) -> None:
    talk = conversations.ALL[name]

    assert Transcript.from_json(talk.to_json()) == talk


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_json_keeps_every_kind(kind: str) -> None:
    talk = Transcript((Event(kind, "a", "b", b"c", "d"),))  # type: ignore[arg-type]

    assert Transcript.from_json(talk.to_json()) == talk


def test_json_keeps_every_byte_in_ascii() -> None:
    talk = Transcript((Event("send", "a", "b", bytes(range(256))),))

    text = talk.to_json()

    assert text.isascii()
    assert Transcript.from_json(text) == talk


def test_json_leaves_out_what_is_empty() -> None:
    assert Transcript((Event("reset", "a"),)).to_json() == (
        '{"version": 1, "events": [{"kind": "reset", "source": "a"}]}'
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "Expecting value"),
        ("[" * 100_000, "recursion"),
        ("[]", "not an object with a version and events"),
        ('{"version": 1}', "not an object with a version and events"),
        ('{"version": 2, "events": []}', "of version 1: 2"),
        ('{"version": true, "events": []}', "of version 1: True"),
        ('{"version": 1, "events": {}}', "events is not a list"),
        ('{"version": 1, "events": ["send"]}', "event 0 has the wrong fields"),
    ],
)
def test_other_json_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=f"^not a transcript.*{complaint}"):
        Transcript.from_json(text)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"colour": "red"}, "event 1 has the wrong fields"),
        ({"note": None}, "event 1 has a field that is not text"),
        ({"data": [1]}, "event 1 has a field that is not text"),
        ({"data": "\u0100"}, "event 1: 'latin-1' codec can't encode"),
        ({"kind": "shout"}, "event 1: no such kind of event: 'shout'"),
        ({"source": ""}, "event 1: a 'send' event without a source"),
    ],
)
def test_an_event_that_is_none_is_refused_by_its_number(
    change: dict[str, object], complaint: str
) -> None:
    text = json.dumps({"version": 1, "events": [EVENT, {**EVENT, **change}]})

    with pytest.raises(ValueError, match=f"^not a transcript: {complaint}"):
        Transcript.from_json(text)


def test_a_transcript_draws_itself_in_a_notebook() -> None:
    talk = Transcript((Event("connect", "client", "server"),))

    assert talk._repr_svg_() == talk.diagram()
    assert talk.diagram("Who connects") != talk.diagram()
