"""An nbgrader notebook, read: cells, exercises, cases, points; and nonsense, refused."""

import json

import pytest

from ipclab.notebooks.notebook import Kind, Notebook, NotebookError, parse


def cell(source: str, kind: str = "code", **marks: object) -> dict[str, object]:
    """A notebook cell; marks are nbgrader's."""
    return {"cell_type": kind, "source": source, "metadata": {"nbgrader": marks} if marks else {}}


def prose(source: str, **marks: object) -> dict[str, object]:
    return cell(source, "markdown", grade=False, solution=False, locked=True, **marks)


def solution(source: str, grade_id: str) -> dict[str, object]:
    return cell(source, grade=False, solution=True, locked=False, grade_id=grade_id)


def check(source: str, grade_id: str, points: object = 10) -> dict[str, object]:
    return cell(source, grade=True, solution=False, locked=True, grade_id=grade_id, points=points)


def notebook(*cells: dict[str, object], **more: object) -> Notebook:
    return parse(json.dumps({"nbformat": 4, "cells": cells, **more}), "02-x.ipynb")


TWO_EXERCISES = (
    prose("# Unit"),
    cell("%load_ext ipclab", grade=False, solution=False, locked=True, grade_id="setup"),
    prose("## One"),
    solution("def one(): ...", "one"),
    check("with case('One is one'): call(one)", "one-is-one"),
    check("# Hidden: a\n### BEGIN HIDDEN TESTS\nwith case('H'): pass", "one-hidden", 5),
    cell("scratch = 3"),
    prose("## Two"),
    solution("def two(): ...\ndef three(): ...", "both"),
    check("# Hidden: what two does at the end\n", "two-hidden", 20),
    prose("The end"),
)


def test_cells_have_a_kind() -> None:
    kinds = [Kind.PROSE, Kind.LOCKED, Kind.PROSE, Kind.SOLUTION, Kind.TEST, Kind.TEST, Kind.CODE]
    assert [c.kind for c in notebook(*TWO_EXERCISES).cells[:7]] == kinds


def test_an_exercise_has_the_prose_before_it_and_the_checks_after_it() -> None:
    one, both = notebook(*TWO_EXERCISES).exercises
    assert (one.id, one.functions, one.points) == ("one", ("one",), 15)
    assert [c.source for c in one.statement] == ["# Unit", "## One"]
    assert [c.id for c in one.cases] == ["one-is-one", "one-hidden"]
    assert (both.id, both.functions, both.points) == ("both", ("two", "three"), 20)
    assert [c.source for c in both.statement] == ["## Two"]


def test_checks_before_any_solution_cell_belong_to_no_exercise() -> None:
    lonely = notebook(check("", "a"))
    assert (lonely.exercises, lonely.exercise_of("a"), lonely.points) == ((), None, 10)


def test_points_add_up() -> None:
    assert notebook(*TWO_EXERCISES).points == 35


def test_a_hidden_check_is_marked_or_emptied() -> None:
    visible, marked, emptied = notebook(*TWO_EXERCISES).cases
    assert [c.is_hidden for c in (visible, marked, emptied)] == [False, True, True]
    assert [c.is_emptied for c in (visible, marked, emptied)] == [False, False, True]


def test_a_title_is_the_cases_or_the_comment_that_stands_for_it() -> None:
    titles = [c.title for c in notebook(*TWO_EXERCISES).cases]
    assert titles == ["One is one", "H", "Hidden: what two does at the end"]


def test_a_check_without_title_or_comment_is_called_by_its_id() -> None:
    assert notebook(check("", "one-a"), check("x = 3", "one-b")).cases[0].title == "one-a"


def test_a_case_is_found_by_its_title_if_it_is_the_only_one() -> None:
    two = notebook(check("with case('T'): pass", "a"), check("with case('T'): pass", "b"))
    assert notebook(*TWO_EXERCISES).case_titled("H").id == "one-hidden"
    assert (two.case_titled("T"), two.case_titled("?")) == (None, None)


def test_the_exercise_of_a_case() -> None:
    both = notebook(*TWO_EXERCISES)
    assert both.exercise_of("two-hidden").id == "both"
    assert both.exercise_of("nowhere") is None


def test_replacing_a_cell_changes_nothing_else() -> None:
    before = notebook(*TWO_EXERCISES)
    after = before.replacing("one", "def one(): return 1")
    assert after.exercises[0].solution.source == "def one(): return 1"
    assert after.cells[4:] == before.cells[4:]


def test_a_source_may_be_a_list_of_lines() -> None:
    assert notebook({"cell_type": "code", "source": ["a\n", "b"]}).cells[0].source == "a\nb"


def test_points_that_are_a_whole_float_are_whole() -> None:
    assert notebook(check("", "a", 3.0)).points == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "x is not a notebook: Expecting value"),
        ("{", "x is not a notebook: Expecting property name"),
        (b"\xff\xfe\xfa", "x is not"),
        (b'{"nbformat": 4, "cells": "\xff"}', "x is not UTF-8 text: invalid start byte"),
        ("3", 'no "cells" in it'),
        ('{"cells": []}', 'no "cells" in it'),
        ('{"nbformat": 4}', 'no "cells" in it'),
        ('{"nbformat": 3, "worksheets": []}', "of format 3: open and save it in JupyterLab"),
        ('{"nbformat": 4, "cells": [3]}', "x, cell 1: not a cell"),
        ('{"nbformat": 4, "cells": [{"source": 3}]}', "x, cell 1: its source is not text"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(text: str | bytes, words: str) -> None:
    with pytest.raises(NotebookError) as refused:
        parse(text, "x")
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("points", [-1, 2.5, "3", None, float("nan"), float("inf")])
def test_points_that_are_not_whole_are_refused(points: object) -> None:
    with pytest.raises(NotebookError, match="not a whole number"):
        notebook(check("", "a", points))


def test_a_check_without_a_grade_id_is_refused() -> None:
    with pytest.raises(NotebookError, match="cell 1: its nbgrader metadata has no grade_id"):
        notebook(cell("", grade=True, points=3))


def test_two_checks_with_one_id_are_refused() -> None:
    with pytest.raises(NotebookError, match=r"cells 1 and 2 are both 'a'"):
        notebook(check("", "a"), check("", "a"))


def test_a_file_of_absurd_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipclab.notebooks.notebook.LARGEST", 10)
    with pytest.raises(NotebookError, match="too large"):
        parse('{"nbformat": 4, "cells": []}')


def test_metadata_of_any_shape_is_survived() -> None:
    odd = [{"cell_type": "code", "metadata": m} for m in (None, 3, [], {"nbgrader": 3})]
    assert [c.kind for c in notebook(*odd, {"id": 3}).cells] == [Kind.CODE] * 4 + [Kind.PROSE]
