"""What a cell's text says before it runs."""

import pytest

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
    plain_python,
)


def test_free_names_are_what_others_must_define() -> None:
    cell = """
import socket as s
with case("x") as c:
    ours, theirs = pair("tcp")
    with run(greet, theirs, LIMIT) as reader:
        ours.send(bytes(s.AF_INET) + payload(3))
        reader.expect([name.upper() for name in names])
"""
    assert free_names(cell) == {"case", "pair", "run", "greet", "LIMIT", "payload", "names"}


def test_free_names_inside_functions_count_their_own_do_not() -> None:
    cell = "def f(a, *b, **c):\n    d = a\n    global e\n    e = 1\n    return d + other(b, c, f)"
    assert free_names(cell) == {"other"}


def test_a_cell_that_is_not_python_has_no_names() -> None:
    assert (parsed("def f(:"), free_names("def f(:"), bound("def f(:")) == (None, set(), set())


def test_a_text_that_no_file_may_hold_is_not_python() -> None:
    assert parsed("x = '\ud800'\0") is None


def test_what_a_cell_binds() -> None:
    cell = "import os.path\nfrom os import sep as f\nclass C: ...\nfor i in []: ...\na, *b = c"
    assert bound(cell) == {"os", "f", "C", "i", "a", "b"}


def test_a_cell_defines_for_others_what_has_no_underscore() -> None:
    cell = "def f(): ...\nasync def g(): ...\ndef _h(): ...\nclass K:\n    def m(self): ..."
    assert defined(cell) == ("f", "g", "K")


def test_what_a_broken_cell_meant_to_define_is_seen_too() -> None:
    assert defined("def greet(address):\n    return (") == ("greet",)


def test_magics_and_commands_are_taken_as_statements_that_do_nothing() -> None:
    assert plain_python("if x:\n    %matplotlib inline\n!ls") == "if x:\n    pass\npass"


def test_a_cell_magic_makes_the_cell_something_else() -> None:
    assert bound("%%bash\nx=3") == frozenset()


CASE = """
with case("Says hello", hint=("first", "second"), lecture="02-byte-streams#Framing"):
    pass
"""


@pytest.mark.parametrize(
    ("argument", "texts"),
    [
        ("title", ("Says hello",)),
        ("hint", ("first", "second")),
        ("lecture", ("02-byte-streams#Framing",)),
        ("seed", ()),
    ],
)
def test_what_a_case_says(argument: str, texts: tuple[str, ...]) -> None:
    assert case_text(CASE, argument) == texts


def test_the_title_may_be_named() -> None:
    assert case_text("with case(title='x'): pass", "title") == ("x",)


def test_a_title_that_is_computed_is_no_title() -> None:
    assert case_text("with case(f'{x}'): pass", "title") == ()


def test_a_cell_without_a_case_says_nothing() -> None:
    assert (case_text("x = 3", "title"), case_calls("with open(f): pass")) == ((), [])


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("if x: pass", "an `if`"),
        ("y = 1 if x else 2", "an `if`"),
        ("for x in y: pass", "a loop"),
        ("while x: pass", "a loop"),
        ("async def f():\n    async for x in y: pass", "a loop"),
        ("try: pass\nfinally: pass", "a `try`"),
        ("try: pass\nexcept* OSError: pass", "a `try`"),
        ("match x:\n    case _: pass", "a `match`"),
        ("f = lambda: 3", "a function of its own"),
    ],
)
def test_what_keeps_a_case_from_being_read_from_top_to_bottom(line: str, name: str) -> None:
    assert name in " ".join(not_linear(line))


def test_a_case_with_nothing_of_that_is_linear() -> None:
    assert not_linear(CASE + "\nchunks = [x for x in range(3)]") == []


@pytest.mark.parametrize(
    "search", ["every_interleaving()", "every_interleaving(1)", "at_every_line()"]
)
def test_a_search_of_the_stepper_is_one_story_told_again(search: str) -> None:
    assert not_linear(f"{CASE}\nfor schedule in {search}: schedule.play()") == []


@pytest.mark.parametrize("search", ["x.every_interleaving()", "enumerate(at_every_line())"])
def test_what_only_looks_like_a_search_is_a_loop(search: str) -> None:
    assert not_linear(f"for each in {search}: pass") == ["line 1: a loop"]


def test_a_search_may_hold_no_branch() -> None:
    cell = "for schedule in every_interleaving():\n    if x: pass\nelse: pass"
    assert not_linear(cell) == ["line 1: a loop", "line 2: an `if`"]


def test_a_schedule_and_a_moment_start_subjects_and_nothing_else_named_run_does() -> None:
    cell = "schedule.run(greet)\nmoment.run(greet)\nasyncio.run(greet)\na.schedule.run(greet)"
    wrong = ["line 3: greet", "line 4: greet"]
    assert misused(cell, frozenset({"greet"})) == wrong


def test_functions_reach_a_case_only_through_a_subject() -> None:
    cell = "run(greet, 1)\ncall(greet)\ns.call(greet, hold)\nrun(clerk, greet)"
    assert misused(cell, frozenset({"greet", "hold"})) == []


def test_a_function_used_otherwise_is_named_with_its_line() -> None:
    cell = "x = [greet]\nhelp(greet)\nrun(other, f(greet))\ngreet.name\ngreet()"
    assert misused(cell, frozenset({"greet"})) == [f"line {n}: greet" for n in range(1, 6)]


def test_the_cell_that_loads_the_extension_is_recognised() -> None:
    assert loads_ipclab("%load_ext ipclab\n")
    assert not loads_ipclab("# %load_ext ipclab")
