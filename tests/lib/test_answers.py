"""A plain Python file of answers, in the place of solution cells."""

from pathlib import Path

import pytest

from ipclab.cards.verdict import Verdict
from ipclab.notebooks.answers import Answers
from ipclab.notebooks.notebook import NotebookError, parse
from ipclab.notebooks.runner import check
from tests.lib.assignment import DOUBLE, NOTHING, TWICE, setup, solution, text_of

STUB = "def double(n):\n    raise NotImplementedError"


def verdicts(file: str, *cells: dict[str, object]) -> list[Verdict]:
    return [r.verdict for r in check(parse(text_of(setup(), *cells)), student=Answers(file))]


def test_the_file_answers_instead_of_the_cell() -> None:
    assert verdicts(DOUBLE, solution(STUB, "double"), TWICE) == [Verdict.PASSED]


def test_what_the_file_does_not_answer_the_notebook_does() -> None:
    assert verdicts("def other(): ...", solution(DOUBLE, "double"), TWICE) == [Verdict.PASSED]


def test_of_a_cell_with_two_functions_the_file_may_answer_one() -> None:
    both = solution("def double(n): raise NotImplementedError\ndef half(n): return n / 2", "double")
    file = "def double(n): return int(half(n) * 4)"
    assert verdicts(file, both, TWICE) == [Verdict.PASSED]


def test_the_file_sees_what_the_notebook_imported() -> None:
    file = "def double(n): return n + len(payload.__name__) - len('payload') + n"
    assert verdicts(file, solution(STUB, "double"), TWICE) == [Verdict.PASSED]


def test_the_file_is_not_run_as_a_program() -> None:
    file = DOUBLE + "\nif __name__ == '__main__':\n    raise SystemExit('as a program')"
    assert verdicts(file, solution(STUB, "double"), TWICE) == [Verdict.PASSED]


def test_the_file_is_executed_once() -> None:
    file = "count = 9 if 'count' in globals() else 2\ndef double(n): return n * count\n"
    file += "def other(): ..."
    cells = (solution(STUB, "double"), solution("def other(): ...", "other"), TWICE, NOTHING)
    assert verdicts(file, *cells) == [Verdict.PASSED] * 2


def test_a_file_that_raises_is_told_on_the_cards() -> None:
    (result,) = check(
        parse(text_of(setup(), solution(STUB, "double"), TWICE)),
        student=Answers("1 / 0\n" + DOUBLE, "mine.py"),
    )
    assert "The cell of double ended early, in line 1: ZeroDivisionError" in result.message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"def f(:", "mine.py, line 1: invalid syntax"),
        (b"x = '\xff'", "mine.py is not a Python file: 'utf-8' codec"),
        (b"x = 3\0", "mine.py"),
    ],
)
def test_a_file_that_is_not_python_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "mine.py").write_bytes(content)
    with pytest.raises(NotebookError) as refused:
        Answers.read(tmp_path / "mine.py")
    assert words in str(refused.value)


def test_a_file_is_read_from_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(DOUBLE)
    answers = Answers.read(tmp_path / "mine.py")
    (result,) = check(parse(text_of(setup(), solution(STUB, "double"), TWICE)), student=answers)
    assert result.verdict is Verdict.PASSED
