"""The rules of this repository, each held over every file that is kept."""

import ast
import json
import os
import re

import pytest

from ipcgrade.normalise import complaints, keeps_outputs
from tests.course import corpus
from tests.tree import COURSE, ROOT, kept_files, kept_text

TEXTS = kept_text()
NOTEBOOKS = [path.relative_to(ROOT) for path in COURSE.notebooks()]
TEST_SOURCES = sorted((ROOT / "tests").rglob("*.py"))
PACKAGES = sorted([*(ROOT / "lib/ipclab").rglob("*.py"), *(ROOT / "autograder").rglob("*.py")])
TOP = {
    "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "LICENSE-texts",
    "Makefile", "pyproject.toml", "requirements.in", "requirements.lock", "environment.yml",
    "course", "lib", "autograder", "tests", "binder",
}  # fmt: skip

# Spelt so that this file does not find itself.
MACHINE_PATHS = re.compile(r"(?<![\w.>)])/(wor[k]|roo[t]|opt/[p]ypi|opt/[w]heels)/")
REGISTRIES = re.compile(r"pyp[i]\.org|pythonhoste[d]|npmj[s]\.(org|com)|[d]eb\.debian\.org")
SLEEPS = re.compile(r"time\.slee[p]\(|asyncio\.slee[p]\((?!0\))")
SKIPS = re.compile(r"mark\.(ski[p]|xfai[l])|pytest\.(ski[p]|xfai[l])\(|importorski[p]")


def relative(path):
    return str(path.relative_to(ROOT))


def lines_with(pattern, texts):
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def cells_of(notebook):
    cells = json.loads((ROOT / notebook).read_text())["cells"]
    return [(cell["id"], "".join(cell["source"])) for cell in cells]


def imported(path):
    """The names of the packages that a Python file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_the_top_level_is_as_designed():
    names = {path.relative_to(ROOT).parts[0] for path in kept_files()}

    assert {name for name in names if not name.startswith(".")} - TOP == set()


def test_no_path_of_a_machine_is_named():
    assert lines_with(MACHINE_PATHS, TEXTS) == []


def test_no_package_registry_is_named():
    assert lines_with(REGISTRIES, TEXTS) == []


def test_nothing_kept_is_binary_but_pictures():
    binary = {path.relative_to(ROOT) for path in kept_files()} - TEXTS.keys()

    assert [path for path in binary if path.suffix != ".png"] == []


def test_texts_end_with_one_newline_and_no_line_with_a_space():
    untidy = [
        str(path)
        for path, text in TEXTS.items()
        if path.suffix not in {".ipynb", ".svg"}
        and text
        and (not text.endswith("\n") or text.endswith("\n\n") or re.search(r"[ \t]$", text, re.M))
    ]

    assert untidy == []


def test_nothing_in_the_tests_or_the_packages_sleeps():
    sources = {relative(path): path.read_text() for path in TEST_SOURCES + PACKAGES if kept(path)}
    wrong_on_purpose = ("tests/course/mistakes/", "tests/course/alternatives/")
    held = {name: text for name, text in sources.items() if not name.startswith(wrong_on_purpose)}

    assert lines_with(SLEEPS, held) == []


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=str)
def test_no_case_sleeps(notebook):
    assert lines_with(SLEEPS, dict(graded_cells(notebook))) == []


def test_no_test_is_skipped_or_expected_to_fail():
    assert lines_with(SKIPS, {relative(path): path.read_text() for path in TEST_SOURCES}) == []


@pytest.mark.parametrize("path", PACKAGES, ids=relative)
def test_a_module_has_at_most_300_lines(path):
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("name", ["utils", "helpers", "common"])
def test_no_module_has_a_name_that_says_nothing(name):
    assert [path for path in TEXTS if path.stem == name] == []


@pytest.mark.parametrize("path", sorted((ROOT / "lib/ipclab").rglob("*.py")), ids=relative)
def test_the_library_knows_nothing_of_the_autograder(path):
    assert imported(path) & {"ipcgrade", "nbgrader", "tests"} == set()


@pytest.mark.parametrize("path", sorted((ROOT / "autograder").rglob("*.py")), ids=relative)
def test_the_autograder_knows_nothing_of_the_tests(path):
    assert "tests" not in imported(path)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=str)
def test_the_course_imports_the_library_only(notebook):
    text = "\n".join(source for _, source in cells_of(notebook))

    assert re.findall(r"^\s*(?:from|import) (ipcgrade|nbgrader|tests)\b", text, re.M) == []


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=str)
def test_a_notebook_is_in_normal_form(notebook):
    path = ROOT / notebook

    assert list(complaints(path.read_text(), keeps_outputs(path))) == []


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if "lectures" in path.parts], ids=str)
def test_a_lecture_has_its_outputs(path):
    cells = json.loads((ROOT / path).read_text())["cells"]

    assert any(cell.get("outputs") for cell in cells)


def test_every_link_of_a_document_leads_somewhere():
    links = [
        (path, link)
        for path, text in TEXTS.items()
        if path.suffix == ".md"
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    ]

    assert links
    assert [
        f"{path}: {link}" for path, link in links if not (ROOT / path.parent / link).exists()
    ] == []


def test_what_is_to_run_can_be_run():
    scripts = [
        ROOT / ".ci/run",
        ROOT / ".ci/preflight",
        ROOT / ".ci/packages",
        ROOT / "binder/postBuild",
    ]

    assert all(os.access(script, os.X_OK) for script in scripts)


def test_the_version_is_one():
    named = re.compile(r'^version = "(.+)"$', re.M)
    texts = [(ROOT / part / "pyproject.toml").read_text() for part in ("lib", "autograder")]
    versions = {named.search(text)[1] for text in texts}

    assert len(versions) == 1


def kept(path):
    return path.relative_to(ROOT) in TEXTS


def graded_cells(notebook):
    cells = json.loads((ROOT / notebook).read_text())["cells"]
    for cell in cells:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            yield f"{notebook}, {cell['id']}", "".join(cell["source"])


def test_the_course_readme_lists_every_exercise_in_its_unit():
    lines = (ROOT / "course/README.md").read_text().splitlines()
    rows = {line[2:4]: line for line in lines if line.startswith("| ")}
    missing = [
        f"{assignment}/{exercise}"
        for assignment, exercise in corpus.exercises()
        if f"`{exercise}`" not in rows.get(assignment[:2], "")
    ]

    assert missing == []
