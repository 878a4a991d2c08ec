"""The words of a conversation diagram: what stands at an arrow, in a pill, in the spoken text."""

import re
import textwrap

from ipclab.cards.escape import count, fit_bytes, fit_text, literal
from ipclab.cards.svg import MUTED, Run
from ipclab.cards.transcript import Event

Lines = tuple[tuple[Run, ...], ...]

PILL_COLUMNS = 40
_MOST_NAME, _MOST_NOTE = 60, 400  # characters of a lane's name and of a note, in a sentence
_VERBS = {
    "start": "starts", "call": "is called", "connect": "connects", "accept": "accepts",
    "send": "sends", "half_close": "half-closes", "close": "closes", "reset": "resets",
    "signal": "signals", "exit": "exits", "return": "returns", "raise": "raises",
    "waits": "waits", "computes": "computes", "deadline": "deadline", "lost": "loses", "note": "",
}  # fmt: skip
_TOWARDS = {
    "connect": "to", "send": "to", "lost": "on its way to",
    "half_close": "towards", "close": "towards", "reset": "towards",
}  # fmt: skip
_LINE = re.compile(r"(line \d{1,6})(?:: (.*))?", re.DOTALL)
_ON_ARROW = {"half_close": "half-close", "start": "starts"}


def over(event: Event, columns: int) -> Lines:
    """What stands above an arrow."""
    if event.kind in ("send", "lost"):
        return ((Run(fit_bytes(event.data, columns), mono=True),),)
    if event.kind == "signal" and event.note:
        return ((Run(fit_text(event.note, columns), bold=True),),)
    return ((Run(_ON_ARROW.get(event.kind, event.kind), bold=True),),)


def under(event: Event, columns: int) -> Lines:
    """What stands below an arrow: the note, where it does not stand above."""
    if event.kind == "signal":
        return ()
    return tuple((Run(line, colour=MUTED),) for line in _wrapped(event.note, columns, 2))


def inside(event: Event) -> Lines:
    """What stands in a pill: the verb, then the bytes or the words, in as many lines as it takes.

    >>> stuck = Event("waits", "f", note="line 2: s.recv(9)")
    >>> [[run.text for run in line] for line in inside(stuck)]
    [['waits in ', 'line 2:'], ['s.recv(9)']]
    """
    verb, words = _VERBS[event.kind], event.note or event.target
    if event.kind in ("waits", "computes") and (at := _LINE.fullmatch(words)):
        place, source = at.groups("")
        return (_headed(f"{event.kind} in", f"{place}:" if source else place), *_code(source))
    if event.kind in ("start", "call", "note") and not (words or event.data):
        return ()
    if event.kind == "call" and words:
        return _code(words)
    if event.kind == "exit" and words and not words.startswith("with "):
        return _prose(words)  # "was ended by SIGKILL" has its own verb
    if event.data:
        shown = Run(fit_bytes(event.data, PILL_COLUMNS - len(verb)), mono=True)
        return ((Run(verb + " ", bold=True), shown), *_prose(event.note, MUTED))
    return _flowing(verb, words, mono=event.kind in ("return", "raise"))


def sentence(event: Event) -> str:
    """The event in words, for a tooltip or a voice.

    >>> sentence(Event("send", "client", "echo_server", b"hello"))
    'client sends 5 bytes to echo_server'
    """
    words = [fit_text(event.source, _MOST_NAME), _VERBS[event.kind]]
    if event.data or event.kind in ("send", "lost"):
        words.append(count(len(event.data), "byte"))
    if event.target:
        words += [_TOWARDS.get(event.kind, ""), fit_text(event.target, _MOST_NAME)]
    return " ".join(filter(None, [*words, fit_text(event.note, _MOST_NOTE)]))


def whole(event: Event, most: int = 4096) -> str:
    """The event in words and bytes; of more than `most` bytes the first, and it says so."""
    words, data = sentence(event), event.data
    if len(data) > most:
        words += f", of which the first {most:,}"
    return f"{words}: {literal(data[:most])}" if data else words


def _headed(verb: str, words: str, mono: bool = False) -> tuple[Run, ...]:
    head = (Run(f"{verb} " if words else verb, bold=True),) if verb else ()
    return (*head, Run(words, mono=mono)) if words else head


def _flowing(verb: str, words: str, mono: bool) -> Lines:
    first, *rest = _wrapped("x" * len(verb) + " " + words) if words else [verb]
    lines = tuple((Run(line, mono=mono),) for line in rest)
    return (_headed(verb, first[len(verb) :].strip(), mono), *lines)


def _code(words: str) -> Lines:
    return tuple((Run(line, mono=True),) for line in _wrapped(words))


def _prose(words: str, colour: str = "") -> Lines:
    return tuple((Run(line, colour=colour),) for line in _wrapped(words))


def _wrapped(words: str, columns: int = PILL_COLUMNS, most: int = 4) -> list[str]:
    return textwrap.wrap(fit_text(words, _MOST_NOTE), columns, max_lines=most, placeholder=" …")
