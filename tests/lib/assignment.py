"""A small assignment, as JSON text, for the tests of what reads and runs assignments."""

import json


def code(source: str, grade_id: str = "", **marks: object) -> dict[str, object]:
    """A code cell; with a grade_id, nbgrader's marks."""
    given = {"grade": False, "solution": False, "locked": False, "grade_id": grade_id} | marks
    metadata = {"nbgrader": given} if grade_id else {}
    return {
        "cell_type": "code",
        "id": grade_id or "scratch",
        "source": source,
        "metadata": metadata,
    }


def setup(source: str = "") -> dict[str, object]:
    loaded = "%load_ext ipclab\nfrom ipclab import call, case, pair, payload, run\n"
    return code(loaded + source, "setup", locked=True)


def solution(source: str, grade_id: str) -> dict[str, object]:
    return code(source, grade_id, solution=True)


def check(source: str, grade_id: str, points: int = 10) -> dict[str, object]:
    return code(source, grade_id, grade=True, locked=True, points=points)


def text_of(*cells: dict[str, object]) -> str:
    """The notebook of these cells."""
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


DOUBLE = "def double(n):\n    return n + n"
TWICE = check("with case('Two is four'): call(double, 2).expect(4)", "double-two", 30)
NOTHING = check("with case('Nothing is nothing'): call(double, 0).expect(0)", "double-zero", 30)
HIDDEN = check("# A hidden case is here: negative numbers.\n", "double-negative", 40)
ASSIGNMENT = text_of(setup(), solution(DOUBLE, "double"), TWICE, NOTHING, HIDDEN)
