"""A card as plain data, and back: how it travels and how it is kept."""

from dataclasses import asdict
from typing import Any

from ipclab.cards.card import Card
from ipclab.cards.evidence import Evidence, Stuck
from ipclab.cards.transcript import Transcript
from ipclab.cards.verdict import Verdict

_TEXTS = frozenset({"title", "lecture", "notice"})
_LISTS = frozenset({"hints", "warnings"})


def to_data(card: Card) -> dict[str, Any]:
    """The card as text, numbers, bytes and containers of these.

    >>> to_data(Card("Says hello", Verdict.PASSED))["verdict"]
    'passed'
    """
    fields = {name: getattr(card, name) for name in _TEXTS | {"seed", "points", "max_points"}}
    fields |= {name: list(getattr(card, name)) for name in _LISTS}
    return fields | {
        "verdict": card.verdict.value,
        "evidence": asdict(card.evidence),
        "transcript": card.transcript.to_json(),
    }


def from_data(data: object) -> Card:
    """The card that `to_data` wrote; raises ValueError if the data are anything else.

    >>> card = Card("Says hello", Verdict.FAILED, Evidence(received=b"ho"))
    >>> from_data(to_data(card)) == card
    True
    """
    try:
        return _card(data)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a card: {error!r}") from None


def _card(data: Any) -> Card:  # noqa: ANN401  whatever came
    seed = _number(data["seed"])
    return Card(
        title=_text(data["title"]),
        verdict=Verdict(data["verdict"]),
        evidence=_evidence(data["evidence"]),
        hints=_texts(data["hints"]),
        lecture=_text(data["lecture"]),
        seed=None if seed is None else int(seed),
        points=_number(data["points"]),
        max_points=_number(data["max_points"]),
        transcript=Transcript.from_json(_text(data["transcript"])),
        warnings=_texts(data["warnings"]),
        notice=_text(data["notice"]),
    )


def _evidence(data: Any) -> Evidence:  # noqa: ANN401
    stuck = data["stuck"]
    return Evidence(
        problem=_text(data["problem"]),
        sent=tuple(_bytes(each) for each in data["sent"]),
        expected=_value(data["expected"]),
        received=_value(data["received"]),
        ending=_text(data["ending"]),
        stuck=None if stuck is None else _stuck(stuck),
        said=_texts(data["said"]),
    )


def _stuck(data: Any) -> Stuck:  # noqa: ANN401
    if type(data["line"]) is not int:
        raise TypeError("a line that is no number")
    names = ("function", "source", "what", "doing")
    function, source, what, doing = (_text(data[name]) for name in names)
    return Stuck(function, data["line"], source, what, doing)


def _texts(values: list[object]) -> tuple[str, ...]:
    return tuple(_text(each) for each in values)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise TypeError("not bytes")
    return value


def _value(value: object) -> bytes | str | None:
    return value if value is None or isinstance(value, bytes) else _text(value)


def _number(value: object) -> float | None:
    if value is not None and type(value) not in (int, float):
        raise TypeError("not a number")
    return value  # type: ignore[return-value]  # it was just looked at
