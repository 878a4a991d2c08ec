"""Notebooks are kept in one form."""

import json

import nbformat
import pytest

from ipcgrade.normalise import complaints, normalise


def notebook(*cells, minor=5):
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": minor})


def code(name, source="1 + 1", **more):
    cell = {"cell_type": "code", "id": name, "metadata": {}, "source": source}
    return cell | {"outputs": [], "execution_count": None} | more


RESULT = {
    "output_type": "execute_result",
    "execution_count": 7,
    "metadata": {},
    "data": {"text/plain": "2\n", "image/png": "aGVsbG8=\n", "application/json": {"a": [1]}},
}
PRINTED = {"output_type": "stream", "name": "stdout", "text": "a\nb\n"}
ERROR = {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["one", "two"]}


def test_a_source_loses_outputs_and_counts():
    text = notebook(code("sum", outputs=[RESULT], execution_count=7))
    cell = json.loads(normalise(text, outputs=False))["cells"][0]

    assert cell["outputs"] == []
    assert cell["execution_count"] is None


def test_a_lecture_keeps_outputs_and_is_numbered_from_the_top():
    before = code("sum", outputs=[RESULT, PRINTED, ERROR], execution_count=7)
    text = notebook(code("empty", source=""), before)
    empty, cell = json.loads(normalise(text, outputs=True))["cells"]
    result, printed, error = cell["outputs"]

    assert empty["execution_count"] is None
    assert cell["execution_count"] == result["execution_count"] == 1
    assert result["data"] == RESULT["data"] | {"text/plain": ["2\n"]}
    assert printed["text"] == ["a\n", "b\n"]
    assert error == ERROR


def test_what_an_editor_leaves_in_the_metadata_goes():
    metadata = {"execution": {"shell.execute_reply": "2026"}, "nbgrader": {"grade_id": "sum"}}
    cell = json.loads(normalise(notebook(code("sum", metadata=metadata)), outputs=False))["cells"][
        0
    ]

    assert cell["metadata"] == {"nbgrader": {"grade_id": "sum"}}


@pytest.mark.parametrize("outputs", [True, False])
def test_the_form_is_nbformats_own_and_does_not_change_again(outputs):
    text = notebook(code("sum", source="a = 1\nb = 'ü'", outputs=[RESULT, PRINTED, ERROR]))
    once = normalise(text, outputs)

    assert normalise(once, outputs) == once
    assert nbformat.writes(nbformat.reads(once, as_version=4)) + "\n" == once
    assert list(complaints(once, outputs)) == []


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([code("a"), code("a")], "cell 2: its id a is taken"),
        ([code("3f2a9c1e")], "cell 1: its id 3f2a9c1e is random"),
        ([code("with space")], "cell 1: 'with space' is no cell id"),
        ([code("a", metadata={"nbgrader": {"grade_id": "b"}})], "its id a is not its grade_id b"),
        ([code("a", execution_count=1)], "not in normal form"),
    ],
)
def test_what_is_amiss_is_said(cells, words):
    text = notebook(*cells)

    assert words in " ".join(complaints(text, outputs=False))


def test_an_old_notebook_has_no_ids():
    assert "below 4.5" in " ".join(complaints(notebook(minor=4), outputs=False))


def test_what_was_printed_is_one_output_however_the_kernel_cut_it():
    pieces = [{**PRINTED, "text": text} for text in ("a\n", ["b", "c\n"], "d")]
    cell = code("talk", outputs=[*pieces, RESULT, PRINTED])
    outputs = json.loads(normalise(notebook(cell), outputs=True))["cells"][0]["outputs"]

    assert [output.get("text") for output in outputs] == [
        ["a\n", "bc\n", "d"],
        None,
        ["a\n", "b\n"],
    ]
