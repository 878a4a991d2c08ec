"""What a subject gave or did, put into words. What it says itself is data, checked here."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ipclab.answer import Answer, Raised, exit_words, raised, stub
from ipclab.cards.evidence import Evidence
from ipclab.cards.transcript import Kind
from ipclab.clock import CPU_LIMIT, Ending
from ipclab.errors import CannotTravel
from ipclab.launch.inside import LOST

if TYPE_CHECKING:
    from ipclab.subject import Subject


@dataclass(frozen=True)
class State:
    """What is known of a subject's end."""

    function: str
    reply: dict[str, Any] | None
    status: int | None  # exit status, -N: ended by signal N; None while it lives
    gone: bool  # its guardian is gone, so nobody knows
    printed: int  # bytes
    spoiled: bool = False  # what came instead of its answer is none


def is_timeout(ending: Ending | None) -> bool:
    """Whether a deadline, not quiescence, decided."""
    return ending not in (None, Ending.READY, Ending.QUIESCENT, Ending.CYCLING)


def answer(subject: "Subject") -> Answer:
    """What a subject that is settled gave."""
    state = subject.state
    reply = state.reply or {}
    if "returned" in reply:
        return Answer(state.function, returned=reply["returned"])
    if "raised" in reply:
        return Answer(state.function, raised=_raised(subject, reply["raised"]))
    if "exited" in reply:
        return Answer(state.function, ended=f"called sys.exit({reply['exited']})")
    if "unloadable" in reply:
        return Answer(state.function, ended=f"could not be loaded ({reply['unloadable']})")
    if state.status == LOST:
        return Answer(state.function, ended=_CLOSED_OURS)
    if state.spoiled and state.status == 0:
        return Answer(state.function, ended=_WROTE_TO_OURS)
    return Answer(state.function, ended=exit_words(state.status))


_CLOSED_OURS = "closed a descriptor that it did not open, the one for its answer,"
_WROTE_TO_OURS = "wrote to a descriptor that it did not open, the one for its answer,"


def _raised(subject: "Subject", data: dict[str, Any]) -> Raised:
    line = where = ""
    for file, number, name in data["frames"]:
        if file in subject.sources:
            line, where = f"line {number}:  {subject.stage.launcher.line(file, number)}", name
    return Raised(data["types"], data["text"], data["errno"], data["frames"], line, where)


def with_subject(subject: "Subject", evidence: Evidence, ending: Ending | None) -> Evidence:
    """Add to the evidence how the subject ended, or where it stands."""
    subject.pump()
    said = evidence.said + _printed(subject)
    if subject.state.reply is not None or subject.state.status is not None or subject.state.gone:
        return _with_end(answer(subject), replace(evidence, said=said))
    if ending is None:
        return replace(evidence, said=said)
    where = None if ending is Ending.TOO_MANY_PROCESSES else subject.where()
    if where is not None:
        note = f"line {where.line}: {where.source}" if where.line else where.what
        kind: Kind = "waits" if where.doing == "waits" else "computes"
        subject.stage.record(kind, subject.name, note=note)
    words = _ENDING[ending]
    if is_timeout(ending):
        problem = f"{subject.state.function} {words}."
        return replace(evidence, problem=problem, ending="", stuck=where, said=said)
    return replace(
        evidence, ending=words if evidence.received is not None else "", stuck=where, said=said
    )


_ENDING = {
    Ending.READY: "",
    Ending.QUIESCENT: "then nothing, and nothing more will come",
    Ending.CYCLING: "then nothing, however often it asks",
    Ending.OUT_OF_CPU: f"computes without an end: {CPU_LIMIT:g} seconds of CPU time went by",
    Ending.OUT_OF_TIME: "waits again and again, each time with a time limit, and nothing changes",
    Ending.FLOODED: "prints without an end",
    Ending.TOO_MANY_PROCESSES: "starts processes without an end",
}


def _with_end(given: Answer, evidence: Evidence) -> Evidence:
    if given.is_stub:
        return stub(given.unwritten)
    if given.raised is not None:
        error = raised(given.function, given.raised)
        said = (*evidence.said, *error.said)
        if evidence.received is None:
            return replace(evidence, problem=error.problem, said=said)
        return replace(evidence, ending=f"then {error.problem}", said=said)
    how = f"{given.function} {given.ended or 'has returned'}"
    if evidence.received is None and given.function not in evidence.problem:
        return replace(evidence, said=(*evidence.said, f"{how}."))
    if evidence.ending and given.ended.startswith("was ended by"):
        return replace(evidence, ending=f"{evidence.ending}: {how}")
    if evidence.received is None or evidence.ending:
        return evidence
    return replace(evidence, ending=f"then nothing: {how}")


_LAST_LINES, _WIDEST = 4, 200  # of what a function printed, on a card


def _printed(subject: "Subject") -> tuple[str, ...]:
    total = subject.state.printed
    if not total:
        return ()
    lines = subject.stdout.splitlines()
    shown = [f"{subject.state.function} printed: {line[:_WIDEST]}" for line in lines[-_LAST_LINES:]]
    if len(lines) > _LAST_LINES:
        shown.insert(0, f"{subject.state.function} printed {total} bytes; the last lines:")
    return tuple(shown)


def cannot_travel(function: str, error: CannotTravel) -> Evidence:
    """Something that the function uses cannot be sent to another process."""
    return Evidence(
        problem=f"{function} uses {error.variable}, which cannot be sent to the process that runs "
        f"it ({error.reason}).",
        said=("Create it inside the function, or take it as a parameter.",),
    )


def nobody_listens(state: State, has_listened: bool) -> str:
    """Why there is nobody to connect to."""
    name, reply = state.function, state.reply
    if state.status is not None and reply is None:
        return f"Nobody is listening: {name} {exit_words(state.status)}."
    if has_listened and (reply is not None or state.gone):
        return f"Nobody is listening any more: {name}() has returned."
    if reply is not None and "returned" in reply:
        return f"Nobody is listening: {name}() returned without calling listen()."
    return f"Nobody is listening: {name}() has not called listen()."


def too_many_listen(function: str, count: int, was_given_one: bool) -> str:
    """Why it is not known where to connect to."""
    problem = f"{function} listens on {count} addresses"
    if was_given_one:
        return f"{problem}: it was given a socket that listens, and needs no other."
    return f"{problem}; one was asked for."


def leftovers(name: str, left: dict[int, str], reply: dict[str, Any], is_alive: bool) -> list[str]:
    """Sentences for what outlives a function, and for what it did not close.

    `is_alive`: the process goes on though its function has come to its end, because of threads.
    """
    threads = reply.get("threads", ()) if is_alive else ()
    outlives = [*left.values(), *(f"a thread ({thread})" for thread in threads)]
    closed_late = reply.get("unclosed", ())
    return [f"{name} left {words} behind." for words in outlives] + [
        f"{name} did not close {what}: Python had to." for what in closed_late
    ]
