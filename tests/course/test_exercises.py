"""The gate: every exercise of the course is complete, and its checks tell right from wrong.

It finds its work by itself: the notebooks in course/source, the wrong answers in
tests/course/mistakes, the other right answers in tests/course/alternatives. What it says on failure
is for the author of the exercise.
"""

import ast
import re

import pytest

from ipclab.cards.verdict import Verdict
from ipclab.notebooks.notebook import Cell, Kind, Notebook
from ipclab.notebooks.runner import CaseResult, check
from ipclab.syscalls.cell_source import (
    bound,
    case_calls,
    case_text,
    defined,
    free_names,
    loads_ipclab,
    misused,
    not_linear,
    parsed,
)
from tests.course import corpus
from tests.course.corpus import Answer

EXERCISES = list(corpus.exercises())
CASES = [(name, cell.id) for name in corpus.assignments() for cell in corpus.notebook(name).cases]
ALTERNATIVES = list(corpus.answers(corpus.ALTERNATIVES))
MISTAKES = list(corpus.answers(corpus.MISTAKES))
ANSWERS = [*corpus.references(), *ALTERNATIVES, *MISTAKES]

each_assignment = pytest.mark.parametrize("assignment", corpus.assignments())
each_exercise = pytest.mark.parametrize(("assignment", "name"), EXERCISES)
each_case = pytest.mark.parametrize(("assignment", "case"), CASES)
each_answer = pytest.mark.parametrize("answer", ANSWERS, ids=str)


def test_there_is_a_course() -> None:
    assert EXERCISES, f"no exercise found below {corpus.SOURCE}"


# -- the notebook ------------------------------------------------------------------------------


@each_assignment
def test_points_add_up_to_100(assignment: str) -> None:
    points = corpus.notebook(assignment).points
    assert points == 100, f"the cases of {assignment} add up to {points} points: make it 100"


@each_assignment
def test_the_notebook_opens_with_its_setup(assignment: str) -> None:
    first = next(c for c in corpus.notebook(assignment).cells if c.kind is not Kind.PROSE)
    assert first.kind is Kind.LOCKED, "the first code cell, the setup, must be locked"
    assert loads_ipclab(first.source), "the first code cell must say `%load_ext ipclab`"
    assert "import *" not in first.source, "import by name what the checks use"


@each_assignment
def test_titles_are_unique(assignment: str) -> None:
    titles = [cell.title for cell in corpus.notebook(assignment).cases]
    twice = {title for title in titles if titles.count(title) > 1}
    assert not twice, f"two checks have one title; a kernel finds their points by it: {twice}"


@each_assignment
def test_the_courses_own_cells_leave_the_exercises_alone(assignment: str) -> None:
    notebook = corpus.notebook(assignment)
    functions = _functions(notebook)
    for cell in notebook.cells:
        if cell.kind is Kind.LOCKED:
            used = free_names(cell.source) & functions
            assert not used, (
                f"locked cell {cell.id} uses {used}: student code must not run in the process of a "
                "check. Make it a parameter, and give it where the helper is run."
            )


# -- the case ----------------------------------------------------------------------------------


@each_case
def test_a_check_is_one_case_that_reads_from_top_to_bottom(assignment: str, case: str) -> None:
    cell = _case(assignment, case)
    tree = parsed(cell.source)
    assert tree is not None, f"{case} is not Python"
    kinds = [type(statement) for statement in tree.body]
    assert kinds == [ast.With], f"{case} must be one `with case(…):` and nothing beside it"
    assert len(case_calls(cell.source)) == 1, f"{case} must have exactly one `with case(…):`"
    assert not not_linear(cell.source), (
        f"{case} must read from top to bottom: {', '.join(not_linear(cell.source))}"
    )
    assert not re.search(r"\bsleep\b", cell.source), f"{case} sleeps: wait for an event instead"


@each_case
def test_a_check_says_what_it_promises_and_how_to_get_there(assignment: str, case: str) -> None:
    cell = _case(assignment, case)
    exercise = corpus.notebook(assignment).exercise_of(case)
    assert exercise, f"{case} stands before the first solution cell"
    assert case.startswith(f"{exercise.id}-"), f"call {case} `{exercise.id}-…`, as its exercise"
    assert cell.points > 0, f"{case} has no points"
    assert case_text(cell.source, "title"), f"{case}: give case(…) a title, plain text"
    assert case_text(cell.source, "hint"), f"{case}: give case(…) a hint, plain text"
    (lecture,) = case_text(cell.source, "lecture") or ("",)
    assert corpus.has_section(lecture), (
        f"{case}: lecture={lecture!r} is no section of course/lectures; "
        'write it as "02-byte-streams#Bytes, not messages"'
    )


@each_case
def test_a_check_uses_only_what_the_notebook_gives_it(assignment: str, case: str) -> None:
    notebook, cell = corpus.notebook(assignment), _case(assignment, case)
    before = [c for c in notebook.cells if c.kind is Kind.LOCKED and c.number < cell.number]
    known = _functions(notebook).union(*(bound(c.source) for c in before))
    assert not free_names(cell.source) - known, (
        f"{case} uses {sorted(free_names(cell.source) - known)}: a name in a check is ipclab's "
        "(import it in the setup cell), a locked cell's before it, or an exercise"
    )


@each_case
def test_student_code_never_runs_in_the_process_of_a_check(assignment: str, case: str) -> None:
    wrong = misused(_case(assignment, case).source, _functions(corpus.notebook(assignment)))
    assert not wrong, (
        f"{case}, {', '.join(wrong)}: an exercise's function may only be an argument of run(…), "
        "call(…), s.call(…) or schedule.run(…)"
    )


@each_case
def test_a_hidden_check_tells_that_it_is_there(assignment: str, case: str) -> None:
    source = _case(assignment, case).source
    if "HIDDEN TESTS" not in source:
        return
    outside = re.sub(r"### BEGIN HIDDEN TESTS\n.*### END HIDDEN TESTS\n?", "", source, flags=re.S)
    assert re.fullmatch(r"# .+\n", outside), (
        f"{case}: one comment says to students what is checked here, then ### BEGIN HIDDEN TESTS, "
        "the whole case, ### END HIDDEN TESTS"
    )


# -- the exercise ------------------------------------------------------------------------------


@each_exercise
def test_an_exercise_is_stated(assignment: str, name: str) -> None:
    exercise = corpus.exercise(assignment, name)
    prose = "\n".join(cell.source for cell in exercise.statement)
    for function in exercise.functions:
        assert re.search(rf"`{function}\b", prose), f"the statement must name `{function}(…)`"
    hints = prose.count("<details>")
    assert hints, "the statement needs hints: <details><summary>Hint 1</summary> … </details>"
    assert prose.count("</details>") == hints, "not every <details> is closed"
    assert prose.count("<summary>") == hints, "each <details> needs its <summary>"
    dead = corpus.dead_links(prose)
    assert not dead, f"the statement links to sections that no lecture has: {dead}"


@each_exercise
def test_an_exercise_has_a_contract_and_a_solution(assignment: str, name: str) -> None:
    exercise = corpus.exercise(assignment, name)
    source = exercise.solution.source
    assert exercise.functions, f"the solution cell of {name} defines no function"
    marks = [source.count(f"### {word} SOLUTION") for word in ("BEGIN", "END")]
    assert marks[0] == marks[1] > 0, f"{name}: put ### BEGIN SOLUTION … ### END SOLUTION around it"
    released = next(e for e in corpus.stub(assignment).exercises if e.id == name).solution.source
    for function in exercise.functions:
        assert function in defined(released), f"{function}: its def line is in the solution"
        assert _docstring(released, function), (
            f"{function} needs a docstring outside the solution: its contract"
        )


@each_exercise
def test_an_exercise_has_cases_alternatives_and_mistakes(assignment: str, name: str) -> None:
    cases = len(corpus.exercise(assignment, name).cases)
    others, wrong = (
        sum((answer.assignment, answer.exercise) == (assignment, name) for answer in answers)
        for answers in (ALTERNATIVES, MISTAKES)
    )
    assert 3 <= cases <= 8, f"{name} has {cases} cases: 3 to 8 test cells after the solution cell"
    assert others >= 1, (
        f"{name} has no other right answer: add "
        f"tests/course/alternatives/{assignment}/{name}/<how>.py"
    )
    assert wrong >= 4, (
        f"{name} has {wrong} mistakes, and needs 4: add "
        f"tests/course/mistakes/{assignment}/{name}/<what-is-wrong>.py"
    )


# -- the answers -------------------------------------------------------------------------------


@each_answer
def test_an_answer_fails_exactly_the_cases_that_it_must(answer: Answer) -> None:
    results = _results(_with(answer), answer.exercise)
    _expect(results, answer.fails)
    cards = "\n".join(result.message for result in results if result.id in answer.fails)
    assert _words(answer.says) in _words(cards), f"{answer}: no card says {answer.says!r}:\n{cards}"


@each_answer
def test_an_answer_says_what_it_is_for(answer: Answer) -> None:
    assert (answer.assignment, answer.exercise) in EXERCISES, (
        f"{answer}: {answer.assignment} has no exercise {answer.exercise}"
    )
    exercise = corpus.exercise(answer.assignment, answer.exercise)
    missing = set(exercise.functions) - set(defined(answer.source))
    assert not missing, f"{answer} replaces the whole solution cell: it must define {missing}"
    unknown = answer.fails - {cell.id for cell in exercise.cases}
    assert not unknown, f"{answer}: `# fails:` names cases that there are not: {unknown}"
    first = bool(answer.fails), bool(answer.says), corpus.has_section(answer.lecture)
    assert first == (answer.is_mistake,) * 3, (
        f"{answer}: a mistake, and only a mistake, begins with `# fails: {answer.exercise}-…, …`, "
        "`# says: words of its card` and `# lecture: 02-byte-streams#A section that is there`"
    )


@each_exercise
def test_the_stub_fails_everything_kindly(assignment: str, name: str) -> None:
    results = _results(corpus.stub(assignment), name)
    _expect(results, {cell.id for cell in corpus.exercise(assignment, name).cases})
    functions = corpus.exercise(assignment, name).functions
    for result in results:
        assert any(f"{function} is not written yet" in result.message for function in functions), (
            f"{result.id}, not yet written, must be told so, and not:\n{result.message}"
        )


def _case(assignment: str, case: str) -> Cell:
    return next(cell for cell in corpus.notebook(assignment).cases if cell.id == case)


def _functions(notebook: Notebook) -> frozenset[str]:
    return frozenset(name for exercise in notebook.exercises for name in exercise.functions)


def _docstring(source: str, function: str) -> str | None:
    tree = parsed(source)
    found = (n for n in ast.walk(tree) if getattr(n, "name", None) == function)
    node = next(found, None)
    return (
        ast.get_docstring(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        else None
    )


def _with(answer: Answer) -> Notebook:
    """The notebook with this answer in the place of the reference solution."""
    return corpus.notebook(answer.assignment).replacing(answer.exercise, answer.source)


def _results(notebook: Notebook, exercise: str) -> list[CaseResult]:
    """How the cases of one exercise end, in a namespace of their own."""
    return list(check(notebook, only={exercise}))


def _expect(results: list[CaseResult], failing: set[str]) -> None:
    """Compares which cases failed; says of each what its card said."""
    wrong = []
    for result in results:
        fails = result.id in failing
        if result.verdict not in _allowed(fails):
            wish = "fail" if fails else "pass"
            wrong.append(f"{result.id} {result.verdict.value}, must {wish}:\n{result.message}")
    assert not wrong, "\n\n".join(wrong)


def _allowed(fails: bool) -> set[Verdict]:
    return {Verdict.FAILED, Verdict.TIMED_OUT} if fails else {Verdict.PASSED}


def _words(text: str) -> str:
    """The text without its line breaks: a card wraps long lines."""
    return " ".join(text.split())
