"""What a schedule can come to, in words."""

from collections.abc import Iterable, Sequence

from ipclab import reports
from ipclab.answer import exit_words
from ipclab.cards.evidence import Evidence
from ipclab.cards.verdict import Verdict
from ipclab.clock import Ending
from ipclab.errors import AnswerWrong
from ipclab.outside import whereabouts
from ipclab.stepping.stepped import Stepped


def deadlock(stepped: Sequence[Stepped]) -> AnswerWrong:
    """Nobody can move, and some have not come to their end: perhaps as another raised."""
    for each in stepped:
        if each.is_over and reports.answer(each.subject).raised is not None:
            return each.subject.trouble(None, Evidence())
    waiting = [each for each in stepped if not each.is_over]
    names = _joined(each.name for each in waiting)
    if len(waiting) > 1:
        problem = f"Deadlock: {names} wait, and nobody is left to wake them."
    else:
        problem = f"{names} waits for ever: nobody is left to wake it."
    said = tuple(line for each in waiting for line in _where(each))
    return AnswerWrong(Evidence(problem=problem, said=said))


def _where(stepped: Stepped) -> Iterable[str]:
    """The line of each thread that is blocked, and what the kernel says that it waits for."""
    what = whereabouts.waits_for(stepped.subject)
    for mover in stepped.movers:
        if mover.place is None and mover.made:
            last = mover.made[-1]
            source = stepped.subject.stage.launcher.line(last.file, last.line)
            yield f"{stepped.name} waits {what}".rstrip()
            yield f"in line {last.line}:  {source}"


def no_end(stepped: Stepped, steps: int) -> AnswerWrong:
    """It goes round and round."""
    problem = f"{stepped.name} goes round and round: {steps} steps, and no end."
    said = tuple(
        f"in line {mover.place.line}:  "
        + stepped.subject.stage.launcher.line(mover.place.file, mover.place.line)
        for mover in stepped.movers
        if mover.place
    )
    return AnswerWrong(Evidence(problem=problem, said=said), Verdict.TIMED_OUT)


def never_ready(stepped: Stepped) -> AnswerWrong:
    """It never came to where the moments of a case begin."""
    where = tuple(_where(stepped))
    problem = f"{stepped.name} does not come to where something could be done to it."
    return AnswerWrong(stepped.subject.evidence(Evidence(problem=problem, said=where)))


def runs_wild(stepped: Sequence[Stepped], ending: Ending) -> AnswerWrong:
    """One computes, prints, or forks without an end, or sleeps again and again."""
    moving = next((each for each in stepped if not each.is_over and not any(each.standing())), None)
    lane = moving.name if moving else ""
    return stepped[0].subject.stage.trouble(lane, ending, Evidence())


def check_stepped(stepped: Iterable[Stepped]) -> None:
    """Raises AnswerWrong where one has left the stepper."""
    for each in stepped:
        if each.has_left:
            raise AnswerWrong(Evidence(problem=_LEFT.format(name=each.subject.function)))


_LEFT = (
    "{name} has left the stepper, which runs it step by step to see what can come in between: "
    "sys.settrace, and the frames that it works with, are the stepper's in this case."
)


def check_end(stepped: Iterable[Stepped]) -> None:
    """All are over: each must have returned, or raised, in the stepper. Raises AnswerWrong."""
    for each in stepped:
        subject, state = each.subject, each.subject.state
        if state.reply is None:
            words = f"{state.function} {exit_words(state.status)} instead of returning."
            raise AnswerWrong(subject.evidence(Evidence(problem=words)))
        if not each.has_ended:
            each.has_left = True
    check_stepped(stepped)


def _joined(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
