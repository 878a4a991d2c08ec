"""A notebook's cells executed in order, and what becomes of each case."""

import inspect
import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from ipclab.cards.evidence import Evidence
from ipclab.cards.verdict import Verdict
from ipclab.notebooks.notebook import Cell, Kind, parse
from ipclab.notebooks.runner import CaseResult, Executed, Namespace, check, execute, fresh_namespace
from tests.lib import assignment
from tests.lib.assignment import DOUBLE, NOTHING, TWICE, code, setup, solution, text_of


def results(*cells: dict[str, object], **options: object) -> list[CaseResult]:
    return list(check(parse(text_of(*cells), "02-x"), **options))


def run(source: str, namespace: Namespace | None = None) -> Executed:
    return execute(
        Cell(1, Kind.CODE, source, "c"), fresh_namespace() if namespace is None else namespace
    )


# -- a cell ------------------------------------------------------------------------------------


def test_what_a_cell_prints_is_kept() -> None:
    cell = "import sys\nprint(1)\nprint(2, file=sys.stderr)"
    assert run(cell) == Executed("1\n2\n")


def test_what_a_cell_raises_is_told_with_its_line() -> None:
    assert run("x = 1\nx / 0").error == "line 2: ZeroDivisionError: division by zero"


def test_what_a_cell_raises_elsewhere_is_told_with_the_line_that_led_there() -> None:
    assert run("import json\n\njson.loads('{')").error.startswith("line 3: json.decoder.JSONDecode")


def test_a_cell_that_is_no_python_is_told_with_its_line() -> None:
    assert run("x = 1\ndef f(:").error == "line 2: SyntaxError: invalid syntax"


def test_a_cell_that_exits_ends_itself_only() -> None:
    assert run("import sys\nsys.exit(3)").error == "line 2: SystemExit: 3"


def test_an_interrupt_ends_everything() -> None:
    with pytest.raises(KeyboardInterrupt):
        run("raise KeyboardInterrupt")


def test_the_text_of_a_cell_can_be_found_as_in_a_kernel() -> None:
    namespace = fresh_namespace()
    run(DOUBLE, namespace)
    assert inspect.getsource(namespace["double"]).rstrip() == DOUBLE


def test_ipythons_syntax_is_accepted_and_its_magics_do_nothing_here() -> None:
    cell = "%matplotlib inline\nfiles = !ls\n!kill -9 $$\nlen?\n%time x = 3"
    namespace = fresh_namespace()
    assert run(cell, namespace) == Executed()
    assert (namespace["files"], namespace["x"]) == ([], 3)


def test_without_ipython_what_is_not_python_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "IPython.core.inputtransformer2", None)
    namespace = fresh_namespace()
    assert run("%matplotlib inline\nx = 3", namespace) == Executed()
    assert namespace["x"] == 3


def test_a_cell_magic_around_python_runs_the_python() -> None:
    namespace = fresh_namespace()
    assert run("%%time\nx = 3", namespace).error == ""
    assert run("%%bash\nexit 3", namespace).error == ""
    assert namespace["x"] == 3


def test_a_cell_may_await() -> None:
    namespace = fresh_namespace()
    assert run("async def f():\n    return 3\nx = await f()", namespace).error == ""
    assert namespace["x"] == 3


# -- the notebook ------------------------------------------------------------------------------


def test_each_check_gives_a_result() -> None:
    two, nothing = results(setup(), solution(DOUBLE, "double"), TWICE, NOTHING)
    assert (two.id, two.function, two.title) == ("double-two", "double", "Two is four")
    assert (two.verdict, two.points, two.max_points) == (Verdict.PASSED, 30, 30)
    assert two.message.startswith("✓ Two is four")
    assert nothing.verdict is Verdict.PASSED


def test_a_wrong_answer_fails_where_it_is_wrong() -> None:
    two, nothing = results(setup(), solution("def double(n): return n", "double"), TWICE, NOTHING)
    assert (two.verdict, two.points, nothing.verdict) == (Verdict.FAILED, 0, Verdict.PASSED)
    assert "expected   4" in two.message


def test_a_function_of_the_notebook_travels_with_all_that_it_uses() -> None:
    cell = "import operator as op\nLIMIT = 1\ndef helper(n): return op.mul(n, LIMIT + 1)"
    answer = solution("def double(n): return helper(n)", "double")
    assert results(setup(), code(cell), answer, TWICE)[0].verdict is Verdict.PASSED


def test_a_card_shows_the_line_of_the_cell_that_waits() -> None:
    answer = solution("def wait(sock):\n    # here:\n    sock.recv(1)", "wait")
    case = "with case('T'):\n    ours, theirs = pair('tcp')\n    call(wait, theirs).expect(None)"
    (result,) = results(setup(), answer, assignment.check(case, "wait-t"))
    assert "line 3:  sock.recv(1)" in result.message


def test_a_cell_that_raises_does_not_stop_the_next() -> None:
    scratch = code("nothing_of_that_name")
    assert results(setup(), scratch, solution(DOUBLE, "double"), TWICE)[0].points == 30


def test_an_answer_whose_cell_raises_is_told_so_on_its_card() -> None:
    answer = solution("import nowhere_at_all\n" + DOUBLE, "double")
    (result,) = results(setup(), answer, TWICE)
    assert result.verdict is Verdict.FAILED
    assert "double is not defined" in result.message
    assert "The cell of double ended early, in line 1: ModuleNotFoundError" in result.message


USES_HELPER = "def double(n):\n    return helper(n)"
HELPER = "import nowhere_at_all\ndef helper(n): return n + n"


def words_of(result: CaseResult) -> str:
    """Its message as one line: a card wraps its lines."""
    return " ".join(result.message.split())


def test_a_cell_of_ones_own_that_ended_early_is_told_where_what_it_defines_is_missing() -> None:
    cells = (setup(), code("1 / 0"), code(HELPER), solution(USES_HELPER, "double"), TWICE)
    (result,) = results(*cells)
    early = "Your cell that begins with `import nowhere_at_all` ended early, in line 1: Module"
    assert early in words_of(result)
    assert "ZeroDivisionError" not in result.message


def test_a_cell_of_ones_own_that_ended_early_is_not_told_where_it_does_not_matter() -> None:
    cells = (setup(), code("1 / 0"), solution("def double(n): return n", "double"), TWICE, NOTHING)
    assert not any("ended early" in result.message for result in results(*cells))


def test_another_answer_whose_cell_raised_is_told_where_it_is_missing() -> None:
    cells = (setup(), solution(HELPER, "helper"), solution(USES_HELPER, "double"), TWICE)
    assert "The cell of helper ended early, in line 1: ModuleNot" in words_of(results(*cells)[0])


def test_an_answer_that_is_not_there_is_told() -> None:
    (result,) = results(setup(), solution("\n", "double"), TWICE)
    assert "The cell of double is empty, or was deleted." in words_of(result)


def test_a_file_that_ended_early_is_told_on_each_card() -> None:
    notebook = parse(text_of(setup(), solution("# in the file", "double"), TWICE, NOTHING), "02-x")
    file = Cell(0, Kind.CODE, "import nowhere_at_all\n" + DOUBLE, "answers")
    with_file = replace(notebook, cells=(notebook.cells[0], file, *notebook.cells[1:]))
    for result in check(with_file):
        assert "Your file ended early, in line 1: ModuleNotFoundError" in words_of(result)


def test_a_very_long_word_in_an_error_holds_nobody_up() -> None:
    wrong = "def double(n): raise ValueError('x' * 1_000_000)"
    assert results(setup(), code("1 / 0"), solution(wrong, "double"), TWICE)[0].points == 0


def test_an_emptied_check_is_skipped() -> None:
    (result,) = results(setup(), assignment.HIDDEN)
    assert (result.verdict, result.points, result.hidden) == (Verdict.SKIPPED, 0, True)
    assert result.title == "A hidden case is here: negative numbers."


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("x = 3", "The check itself has no case in it."),
        ("with case(): pass", "The check itself raised line 1: TypeError"),
        ("with case('T'): pass\n1 / 0", "The check itself raised line 2: ZeroDivisionError"),
    ],
)
def test_a_check_that_is_itself_wrong_is_nobodys_mark(source: str, words: str) -> None:
    (result,) = results(setup(), assignment.check(source, "f-x"))
    assert (result.verdict, result.points) == (Verdict.GRADER_FAULT, 0)
    assert words in " ".join(result.message.split())  # a card wraps its lines


def test_what_a_check_prints_stays_out_of_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    results(setup(), assignment.check("with case('T'): print('noise')", "f-x"))
    assert capsys.readouterr().out == ""


def test_only_the_checks_of_some_exercises() -> None:
    other = solution("def other(): ...", "other")
    case = assignment.check("with case('O'): pass", "other-o")
    prose = {"cell_type": "markdown", "source": "Now the other."}
    cells = (setup(), solution(DOUBLE, "double"), TWICE, prose, other, case)
    assert [result.id for result in results(*cells, only={"other"})] == ["other-o"]


def test_two_runs_share_nothing() -> None:
    remembers = solution("def double(n): return n + n", "double")
    assert results(setup(), remembers, TWICE)[0].points == 30
    assert results(setup(), TWICE)[0].verdict is Verdict.FAILED


def test_whoever_runs_the_students_cells_may_put_stand_ins_in_their_place() -> None:
    def elsewhere(cell: Cell, namespace: Namespace) -> Executed:
        namespace["double"] = abs
        return Executed(error=f"line 9: stand-in for {cell.id}")

    two, nothing = results(
        setup("course = 3"), solution("1 / 0", "double"), TWICE, NOTHING, student=elsewhere
    )
    assert (two.verdict, nothing.verdict) == (Verdict.FAILED, Verdict.PASSED)
    assert "The cell of double ended early, in line 9: stand-in" in two.message


def test_a_result_is_plain_data() -> None:
    (result,) = results(setup(), solution(DOUBLE, "double"), TWICE)
    data = result.as_json()
    seconds = data.pop("seconds")
    assert isinstance(seconds, float)
    assert data == {
        "id": "double-two",
        "function": "double",
        "title": "Two is four",
        "verdict": "passed",
        "points": 30,
        "max_points": 30,
        "hidden": False,
        "message": result.message,
    }


def test_the_card_of_a_result_is_there_for_who_can_show_it() -> None:
    (result,) = results(setup(), solution(DOUBLE, "double"), TWICE)
    assert (result.card.points, result.card.evidence) == (30, Evidence())


def test_an_interrupt_in_a_case_leaves_nothing_running() -> None:
    program = f"""
from ipclab.notebooks.notebook import parse
from ipclab.notebooks.runner import check
list(check(parse({text_of(setup(), _endless(), _check_of_endless())!r})))
"""
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    with process:
        subject = int(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        process.wait()
    assert not os.path.exists(f"/proc/{subject}")


def _endless() -> dict[str, object]:
    return solution("def forever():\n    while True: pass", "forever")


def _check_of_endless() -> dict[str, object]:
    case = "with case('T'), run(forever) as f:\n    os.write(1, b'%d\\n' % f.pid)\n    f.answer()"
    return assignment.check("import os\n" + case, "forever-t")
