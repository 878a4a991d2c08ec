"""Each lecture from a fresh server: its pictures drawn, its tables shown, nothing amiss."""

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import window
from tests.browser.notebook_page import NotebookPage
from tests.tree import COURSE

LECTURES = sorted(path.name for path in COURSE.lectures.glob("*.ipynb"))
OUTPUT = ".jp-OutputArea-output"
ERRORS = [f'{OUTPUT}[data-mime-type="application/vnd.jupyter.{it}"]' for it in ("error", "stderr")]


def outputs(lecture):
    """By the index of its cell, what each cell of the lecture shows."""
    cells = nbformat.read(COURSE.lectures / lecture, as_version=4).cells
    return {index: cell.outputs for index, cell in enumerate(cells) if cell.get("outputs")}


def with_data(lecture, kind):
    """How many outputs of this kind each cell has, by its index; none is left out."""
    counts = {
        index: sum(kind in output.get("data", {}) for output in shown)
        for index, shown in outputs(lecture).items()
    }
    return {index: count for index, count in counts.items() if count}


@pytest.fixture(scope="module", params=LECTURES)
def lecture(request):
    return request.param


@pytest.fixture(scope="module")
def notebook(lab, chromium, lecture):
    """The lecture, no cell of it run."""
    with window(chromium) as page:
        yield NotebookPage.open(page, lab, f"lectures/{lecture}")


def test_a_lecture_shows_its_pictures(notebook, lecture):
    for index, count in with_data(lecture, "image/svg+xml").items():
        pictures = notebook.cell_at(index).locator(".jp-RenderedSVG img")
        expect(pictures).to_have_count(count)
        for picture in pictures.all():
            picture.evaluate("image => image.decode()")  # raises where it cannot be drawn
            drawn, room = picture.bounding_box(), picture.locator("..").bounding_box()
            assert 100 < drawn["width"] <= room["width"]  # drawn, and nothing cut off


def test_a_lecture_shows_its_tables_and_cards(notebook, lecture):
    for index, count in with_data(lecture, "text/html").items():
        shown = notebook.cell_at(index).locator(".jp-RenderedHTML.jp-mod-trusted")
        expect(shown).to_have_count(count)
        expect(shown.first).to_be_visible()


def test_a_lecture_shows_errors_only_on_purpose(notebook, lecture):
    cells = nbformat.read(COURSE.lectures / lecture, as_version=4).cells
    for index in outputs(lecture):
        on_purpose = "raises-exception" in cells[index].metadata.get("tags", ())
        errors = notebook.cell_at(index).locator(", ".join(ERRORS))
        expect(errors).to_have_count(int(on_purpose))


def test_the_hello_of_lecture_01(lab, page, picture):
    notebook = NotebookPage.open(page, lab, "lectures/01-stream-sockets.ipynb")
    cell = notebook.cell("hello-picture")

    expect(cell.locator("img")).to_be_visible()
    picture("lecture.png", cell)
