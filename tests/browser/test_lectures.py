"""Each lecture from a server that never showed it: its pictures are drawn, nothing went wrong."""

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.notebook_page import NotebookPage
from tests.tree import COURSE

LECTURES = sorted(path.name for path in COURSE.lectures.glob("*.ipynb"))


def cells(lecture):
    """The code cells of a lecture, as it is kept."""
    notebook = nbformat.read(COURSE.lectures / lecture, as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def stored(lecture, kind):
    """How many outputs of this kind the lecture has."""
    return sum(kind in output.get("data", {}) for cell in cells(lecture) for output in cell.outputs)


def shown_on_purpose(lecture):
    """How many cells show what an error looks like."""
    return sum("raises-exception" in cell.metadata.get("tags", ()) for cell in cells(lecture))


@pytest.mark.parametrize("lecture", LECTURES)
def test_a_lecture_shows_its_pictures_before_any_cell_is_run(lab, page, lecture):
    notebook = NotebookPage.open(page, lab, f"lectures/{lecture}")
    pictures = notebook.panel.locator('.jp-OutputArea-output[data-mime-type="image/svg+xml"] img')

    expect(pictures).to_have_count(stored(lecture, "image/svg+xml"))
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("image => image.decode()")  # raises where it cannot be drawn
        drawn, room = picture.bounding_box(), picture.locator("..").bounding_box()
        assert 100 < drawn["width"] <= room["width"]  # drawn, and nothing cut off


@pytest.mark.parametrize("lecture", LECTURES)
def test_a_lecture_shows_its_tables_and_no_error(lab, page, lecture):
    notebook = NotebookPage.open(page, lab, f"lectures/{lecture}")
    tables = notebook.panel.locator('.jp-OutputArea-output[data-mime-type="text/html"]')

    expect(tables).to_have_count(stored(lecture, "text/html"))
    expect(notebook.errors).to_have_count(shown_on_purpose(lecture))
    expect(notebook.panel.get_by_text("untrusted")).to_have_count(0)


def test_a_lecture_looks_like_this(lab, page, picture):
    notebook = NotebookPage.open(page, lab, "lectures/01-stream-sockets.ipynb")
    cell = notebook.cell("hello-picture")
    cell.scroll_into_view_if_needed()

    expect(cell.locator("img")).to_be_visible()
    picture("lecture.png", cell)
