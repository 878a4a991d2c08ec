"""The autograded notebook: all that a student wrote is text, and a hidden case stays hidden."""

import json

import nbformat
import pytest
from nbconvert import HTMLExporter

from ipcgrade import one
from ipcgrade.autograded import autograded
from ipcgrade.graded import Ended, Graded
from ipcgrade.submission import restored
from ipclab.cards.verdict import Verdict
from tests.tree import COURSE

SOURCE = COURSE.source / "00-welcome" / "00-welcome.ipynb"
NOTEBOOK = one.source_of(COURSE, "00-welcome")
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def cell(kind, source, **more):
    return {"cell_type": kind, "id": "x", "metadata": {}, "source": source, **more}


def ended(case, **more):
    fields = {
        "id": case.id,
        "function": "answer",
        "title": case.title,
        "verdict": Verdict.FAILED,
        "points": 0,
        "max_points": case.points,
        "hidden": case.is_hidden,
        "message": "whole evidence",
        "seconds": 0.1,
        "shown": "as text",
        "shown_html": "<b>as html</b>",
    }
    return Ended(**fields | more)


def made(*own):
    """The autograded notebook of a submission with these cells after the others."""
    submitted = json.loads(SOURCE.read_text())
    submitted["cells"] += own
    notebook = restored(NOTEBOOK, json.dumps(submitted).encode())
    graded = Graded("ada", "the key", 4821, tuple(ended(case) for case in NOTEBOOK.cases))
    return autograded(SOURCE.read_bytes(), notebook, graded)


def page(text):
    html, _ = HTMLExporter().from_notebook_node(nbformat.reads(text, as_version=4))
    return html


def test_it_is_a_notebook_with_the_courses_cells():
    notebook = nbformat.reads(made(), as_version=4)

    nbformat.validate(notebook)
    assert [each.id for each in notebook.cells] == [each.id for each in NOTEBOOK.cells]


def test_each_case_shows_its_card():
    cells = {each["id"]: each for each in json.loads(made())["cells"]}

    for case in NOTEBOOK.cases:
        (output,) = cells[case.id]["outputs"]
        assert output["data"] == {"text/plain": "as text", "text/html": "<b>as html</b>"}


def test_a_hidden_case_does_not_show_what_it_does():
    (hidden,) = (case for case in NOTEBOOK.cases if case.is_hidden)
    text = made()

    assert "HIDDEN TESTS" not in text
    assert hidden.source.splitlines()[-1] not in text


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize("text", [SCRIPT, f"```\n{SCRIPT}\n````\n{SCRIPT}", f"$${SCRIPT}$$"])
def test_prose_of_a_student_is_shown_as_text(kind, text):
    html = page(made(cell(kind, text)))

    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html


def test_code_and_outputs_of_a_student_run_nowhere():
    output = {"output_type": "display_data", "data": {"text/html": SCRIPT}, "metadata": {}}
    html = page(made(cell("code", f"%%html\n{SCRIPT}", outputs=[output], execution_count=1)))

    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html


def test_half_a_character_is_no_obstacle():
    assert "?" in page(made(cell("markdown", "\ud83d")))
