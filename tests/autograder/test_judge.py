"""The judge gives every submission of the corpus the same points as nbgrader and the gate do."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ipcgrade import one
from ipcgrade.judge import Judge
from ipclab.cards.verdict import Verdict
from tests.autograder.classroom import stands_on, students_with_mistakes
from tests.course.corpus import ALTERNATIVES, answers, stub
from tests.tree import COURSE


def judged(assignment, changed=(), slot=0):
    """By case, how a submission ended: the source with some solution cells replaced."""
    source = notebook = one.source_of(COURSE, assignment)
    for answer in changed:
        notebook = notebook.replacing(answer.exercise, answer.source)
    return results_of(notebook, source, slot)


def results_of(notebook, source, slot=0):
    with Judge(slot) as sandboxes:
        return {
            result.id: result for result in sandboxes.grade(notebook, source.functions, seed=4821)
        }


def failed(results):
    return {name for name, result in results.items() if result.verdict is not Verdict.PASSED}


def side_by_side(work, many):
    """Each in a slot of its own, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(work, many, range(len(many))))


@pytest.fixture(params=COURSE.assignments())
def assignment(request):
    return request.param


def test_the_reference_passes_everything(assignment):
    results = judged(assignment)

    assert failed(results) == set()
    assert sum(result.points for result in results.values()) == 100


def test_an_untouched_release_gets_nothing_and_is_told_so(assignment):
    results = results_of(stub(assignment), one.source_of(COURSE, assignment))

    assert sum(result.points for result in results.values()) == 0
    for result in results.values():
        assert "is not written yet" in " ".join(result.message.split()), result.id


def test_alternatives_pass_everything(assignment):
    """As many rounds as one exercise has alternatives, each with one for each exercise."""
    rounds: list[dict] = []
    for answer in (each for each in answers(ALTERNATIVES) if each.assignment == assignment):
        free = (each for each in rounds if answer.exercise not in each)
        room = next(free, None)
        if room is None:
            rounds.append(room := {})
        room[answer.exercise] = answer
    work = [list(each.values()) for each in rounds]

    results = side_by_side(lambda changed, slot: judged(assignment, changed, slot), work)

    assert [failed(each) for each in results] == [set()] * len(work)


def test_each_mistake_loses_exactly_its_cases(assignment):
    """Exercises that stand on a wrong one are left out: the gate has them on a right one."""
    below = stands_on(assignment)
    students = list(students_with_mistakes(assignment).values())
    graded = side_by_side(lambda changed, slot: judged(assignment, changed, slot), students)
    amiss = {}
    for changed, results in zip(students, graded, strict=True):
        wrong = {answer.exercise for answer in changed}
        due = set().union(*(answer.fails for answer in changed))
        lost = {
            name
            for name in failed(results)
            if results[name].function in wrong or not below[results[name].function] & wrong
        }
        if lost != due:
            names = ", ".join(answer.name for answer in changed)
            amiss[names] = {"lost too": lost - due, "kept": due - lost}

    assert amiss == {}
