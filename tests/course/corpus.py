"""The course's exercises with their right and wrong answers, found where they lie."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat

from ipclab.cards.card_words import section_id
from ipclab.notebooks.folder import read
from ipclab.notebooks.notebook import Exercise, Notebook, parse

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "course" / "source"
LECTURES = ROOT / "course" / "lectures"
MISTAKES = ROOT / "tests" / "course" / "mistakes"
ALTERNATIVES = ROOT / "tests" / "course" / "alternatives"

_LINK = re.compile(r"\]\(\.\./\.\./lectures/([\w-]+)\.ipynb#([^)\s]+)\)")


@dataclass(frozen=True)
class Answer:
    """A text for an exercise's solution cell, and what is said of it in its first lines."""

    assignment: str
    exercise: str
    source: str
    name: str  # where it lies

    def __str__(self) -> str:
        return self.name

    @property
    def is_mistake(self) -> bool:
        """Whether it is wrong on purpose."""
        return self.name.startswith("tests/course/mistakes/")

    @property
    def fails(self) -> set[str]:
        """The cases that it must fail."""
        return set(re.split(r",\s*", self._said("fails"))) - {""}

    @property
    def says(self) -> str:
        """The golden words."""
        return self._said("says")

    @property
    def lecture(self) -> str:
        """The lecture section that explains the mistake."""
        return self._said("lecture")

    def _said(self, word: str) -> str:
        header = self.source.partition("\n\n")[0]
        match = re.search(rf"^# {word}:[ \t]*(.*?)[ \t]*$", header, re.MULTILINE)
        return match[1] if match else ""


def assignments() -> list[str]:
    """The name of every assignment in course/source."""
    return sorted(path.parent.name for path in SOURCE.glob("*/*.ipynb"))


@cache
def notebook(assignment: str) -> Notebook:
    """The source notebook of an assignment."""
    return read(SOURCE / assignment / f"{assignment}.ipynb")


@cache
def stub(assignment: str) -> Notebook:
    """The notebook without its solutions, cleared by nbgrader; the hidden cases are still there."""
    from nbgrader.preprocessors import ClearSolutions

    source = nbformat.read(SOURCE / assignment / f"{assignment}.ipynb", as_version=4)
    cleared, _ = ClearSolutions().preprocess(source, {})
    return Notebook(assignment, parse(nbformat.writes(cleared)).cells)


def exercise(assignment: str, name: str) -> Exercise:
    """An exercise by its name."""
    return {each.id: each for each in notebook(assignment).exercises}[name]


def exercises() -> Iterator[tuple[str, str]]:
    """Every (assignment, exercise)."""
    for assignment in assignments():
        for each in notebook(assignment).exercises:
            yield assignment, each.id


def references() -> Iterator[Answer]:
    """The solutions in the notebooks."""
    for assignment, name in exercises():
        source = exercise(assignment, name).solution.source
        yield Answer(assignment, name, source, f"course/source/{assignment}/{name}")


def answers(folder: Path) -> Iterator[Answer]:
    """The answers below tests/course/mistakes or tests/course/alternatives."""
    for path in sorted(folder.glob("*/*/*.py")):
        assignment, name, _ = path.relative_to(folder).parts
        yield Answer(assignment, name, path.read_text(), path.relative_to(ROOT).as_posix())


@cache
def sections(lecture: str) -> dict[str, str]:
    """The headings of a lecture's sections by the id of the cell that each begins and names."""
    path = LECTURES / f"{lecture}.ipynb"
    if not path.exists():
        return {}
    first_lines = {
        cell.id: re.match(r"## (.*)", cell.source)
        for cell in nbformat.read(path, as_version=4).cells
    }
    found = {name: re.sub(r"[`*]", "", m[1]).strip() for name, m in first_lines.items() if m}
    return {name: heading for name, heading in found.items() if name == section_id(heading)}


def has_section(link: str) -> bool:
    """Whether `02-byte-streams#Bytes, not messages` names a section that a card can lead to."""
    lecture, _, heading = link.partition("#")
    return heading in sections(lecture).values()


def dead_links(prose: str) -> list[str]:
    """The links to lecture sections that lead nowhere: a section is found by its cell's id."""
    return [
        f"{lecture}#{anchor}"
        for lecture, anchor in _LINK.findall(prose)
        if anchor.removeprefix("cell-id=") not in sections(lecture)
    ]
