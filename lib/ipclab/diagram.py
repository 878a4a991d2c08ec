"""Draws a transcript as an SVG sequence diagram."""

from collections.abc import Iterable
from html import escape as to_html

from ipclab.escape import literal, plain
from ipclab.transcript import Event


def draw(events: Iterable[Event], title: str = "") -> str:
    """The conversation as SVG text: a lane for each process, time running down."""
    rows = [
        f'<text x="8" y="{24 + 20 * row}">{to_html(plain(_words(event)))}</text>'
        for row, event in enumerate(events)
    ]
    height = 24 + 20 * len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="{height}" role="img">'
        f"<title>{to_html(plain(title or 'Conversation'))}</title>{''.join(rows)}</svg>"
    )


def _words(event: Event) -> str:
    parts = [event.source, event.kind]
    if event.data:
        parts.append(literal(event.data))
    if event.target:
        parts.append(f"to {event.target}")
    return " ".join([*parts, event.note])
