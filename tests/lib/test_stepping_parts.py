"""The stepper's parts: what is a step, whose code is stepped, which schedules there are."""

import dis
import itertools
import sys
import threading

import pytest

from ipclab.launch.steps import KINDS, LEAVES, is_installed, steps_of
from ipclab.stepping.search import Choice, Search
from ipclab.stepping.stepped import Place


def everything(board, lock, thing, *rest, **named):
    board[0] += 1
    board[1:2] = board[2:3]
    del board[0]
    thing.part = 1
    del thing.part
    with lock:
        thing(*rest, **named)
        thing(1, two=2)


def test_every_kind_of_step_is_known_to_this_python() -> None:
    kinds = list(steps_of(everything.__code__).values())

    assert kinds.count("reads") == 2
    assert kinds.count("writes") == 5
    assert kinds.count("calls") == 3  # to enter the block, and two
    assert kinds.count(LEAVES) == 1


def test_steps_are_where_dis_says_that_they_are() -> None:
    instructions = dis.get_instructions(everything.__code__)
    offsets = [each.offset for each in instructions if each.opname in KINDS]

    assert list(steps_of(everything.__code__)) == offsets


def test_what_touches_nothing_has_no_step() -> None:
    assert steps_of((lambda a, b: a + b if a < b else -a).__code__) == {}


def test_code_is_installed_only_by_its_file_and_its_namespace() -> None:
    frames = []

    def here():
        frames.append(sys._getframe())

    here()
    named_like_one = compile("import sys; f = sys._getframe()", threading.__file__, "exec")
    names = {"__name__": "threading"}
    exec(named_like_one, names)

    assert not is_installed(frames[0])
    assert not is_installed(names["f"])


NO_PLACES = [b"", b"reads", b"reads\0-1\x000\0f\0f", "reads\0²\x000\0f\0f".encode(), b"\xff" * 99]


@pytest.mark.parametrize("message", NO_PLACES)
def test_what_is_no_place_is_none(message: bytes) -> None:
    assert Place.read(message) is None


def schedules(steps: dict[int, int], preemptions: int) -> list[str]:
    """Every schedule of functions that make so many steps each and never wait, as a word."""
    search, found = Search(preemptions), []
    while (beginning := search.next()) is not None:
        left, choices, now = dict(steps), [], None
        while alive := [who for who in left if left[who]]:
            usual = now if now in alive else alive[0]
            at = len(choices)
            taken = beginning[at][0] if at < len(beginning) else usual
            others = tuple((who, 0) for who in alive if who != usual)
            choices.append(Choice((taken, 0), others, is_preemption=now in alive))
            left[taken], now = left[taken] - 1, taken
        search.ran(beginning, choices)
        found.append("".join(str(choice.taken[0]) for choice in choices))
    return found


def switches(word: str) -> int:
    """Of two functions: switches away from one that has not come to its end."""
    pairs = enumerate(itertools.pairwise(word), start=1)
    return sum(a != b and a in word[at:] for at, (a, b) in pairs)


def test_without_preemptions_each_goes_first_once() -> None:
    assert sorted(schedules({0: 2, 1: 2}, 0)) == ["0011", "1100"]


def test_every_schedule_within_the_bound_comes_once_the_simplest_first() -> None:
    found = schedules({0: 4, 1: 4}, 2)
    all_words = {"".join(word) for word in itertools.permutations("00001111")}

    assert len(found) == 26
    assert sorted(found) == sorted(word for word in all_words if switches(word) <= 2)
    assert [switches(word) for word in found] == sorted(map(switches, found))
