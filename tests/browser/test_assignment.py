"""A learner at an assignment: types an answer, runs its check, reads its card, validates."""

import re

import pytest
from playwright.sync_api import Locator, expect

from ipcgrade.learner import RECORD
from ipclab.syscalls.cell_source import case_text
from tests.browser.notebook_page import NotebookPage
from tests.course import corpus

ASSIGNMENT, EXERCISE = "01-stream-sockets", "greet_server"
CHECK = "greet_server-hello"
TITLE = "A client that says hello is answered, and the connection is closed"
MISTAKE = corpus.MISTAKES / ASSIGNMENT / EXERCISE / "waits-for-the-end.py"


def path_of(assignment):
    return f"assignments/{assignment}/{assignment}.ipynb"


def right(assignment, exercise):
    """The reference solution, without the marks around it."""
    source = corpus.exercise(assignment, exercise).solution.source
    return re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", source, flags=re.MULTILINE)


def colour(card: Locator) -> str:
    """What the card's edge is: red, green or something else."""
    edge = card.locator("div").first
    painted = edge.evaluate("element => getComputedStyle(element).borderLeftColor")
    red, green, blue = (int(number) for number in re.findall(r"\d+", painted)[:3])
    if red > 2 * max(green, blue):
        return "red"
    return "green" if green > 1.4 * max(red, blue) else painted


def hints():
    """What the check says to whoever fails it, again and again."""
    (cell,) = (c for c in corpus.notebook(ASSIGNMENT).cells if c.id == CHECK)
    return case_text(cell.source, "hint")


@pytest.fixture
def notebook(lab, page):
    """The assignment, the course's own cells run."""
    opened = NotebookPage.open(page, lab, path_of(ASSIGNMENT))
    opened.run_ours_above(EXERCISE)
    return opened


def answered(notebook, text):
    """The card of the check, this answer written and run."""
    notebook.write(EXERCISE, text)
    notebook.run(EXERCISE)
    notebook.run(CHECK)
    return notebook.card(CHECK)


def test_the_folder_is_laid_out(lab):
    assert (lab.folder / path_of(ASSIGNMENT)).exists()
    assert (lab.folder / RECORD).exists()


def test_the_address_that_is_told_leads_to_the_welcome_notebook(lab, page):
    page.goto(lab.url)
    welcome = NotebookPage.shown(page, lab.folder / "lectures/00-welcome.ipynb")

    expect(welcome.panel.locator("h1").first).to_be_visible()


def test_a_wrong_answer_gets_a_red_card_that_says_why(notebook, picture):
    card = answered(notebook, MISTAKE.read_text().split("\n", 3)[3])

    expect(card).to_contain_text("✗")
    expect(card).to_contain_text(TITLE)
    expect(card).to_contain_text("0 of 5")
    expect(card).to_contain_text('b"Hello from server\\n"')
    expect(card).to_contain_text("then nothing, and nothing more will come")
    expect(card).to_contain_text("while piece := client.recv(1024):")
    assert colour(card) == "red"
    picture("card.png", notebook.cell(CHECK))


def test_the_conversation_is_drawn(notebook):
    card = answered(notebook, MISTAKE.read_text())
    drawing = card.locator("svg")
    sent = drawing.locator("g").filter(
        has=notebook.page.locator("title", has_text="client sends 18 bytes to greet_server")
    )

    expect(drawing).to_be_visible()
    expect(drawing).to_contain_text('b"Hello from client\\n"')
    line, head = sent.locator("path").first, sent.locator("path").last
    assert line.bounding_box()["width"] > 100
    assert head.bounding_box()["width"] > 4
    assert drawing.bounding_box()["width"] <= card.bounding_box()["width"]


def test_a_right_answer_gets_a_green_card(notebook):
    answered(notebook, MISTAKE.read_text())
    card = answered(notebook, right(ASSIGNMENT, EXERCISE))

    expect(card).to_contain_text("✓")
    expect(card).to_contain_text("5 of 5")
    assert colour(card) == "green"
    expect(notebook.cell(CHECK).locator(".jp-OutputArea-output")).to_have_count(1)
    expect(card.locator("svg")).to_be_hidden()  # folded: all is well
    card.locator("summary").click()
    expect(card.locator("svg")).to_be_visible()


def test_failing_again_opens_the_next_hint(notebook):
    card = answered(notebook, MISTAKE.read_text())
    expect(card).to_contain_text(hints()[0])
    for _ in hints():
        notebook.run(CHECK)

    expect(card).to_contain_text(hints()[-1])


def test_an_answer_that_was_edited_and_not_run_is_told_so(notebook):
    answered(notebook, MISTAKE.read_text())
    notebook.write_until_saved(EXERCISE, right(ASSIGNMENT, EXERCISE))
    notebook.run(CHECK)
    card = notebook.card(CHECK)
    warning = f"The cell of {EXERCISE} was changed after it was run"

    expect(card).to_contain_text("✗")
    expect(card).to_contain_text(warning)
    notebook.run(EXERCISE)
    notebook.run(CHECK)
    expect(card).to_contain_text("✓")
    expect(card).not_to_contain_text(warning)


def test_the_cards_link_leads_to_its_section_in_the_lecture(lab, notebook):
    card = answered(notebook, MISTAKE.read_text())
    link = card.get_by_role("link")
    section = re.search(r'Lecture 01, "(.+)"', link.inner_text())[1]
    link.click()

    heading = notebook.page.locator(".jp-NotebookPanel:visible h2", has_text=section)
    expect(heading).to_be_in_viewport()
    assert corpus.has_section(f"{ASSIGNMENT}#{section}")


def test_validate_says_what_the_card_said(notebook):
    notebook.write_until_saved(EXERCISE, MISTAKE.read_text())
    dialog = notebook.validate()

    expect(dialog).to_contain_text("The following cell failed")
    expect(dialog).to_contain_text(f"✗ {TITLE}")
    expect(dialog).to_contain_text("for bytes that the client will not send")
    expect(dialog).to_contain_text("greet is not written yet")
    expect(dialog).not_to_contain_text("Traceback")
    expect(dialog).not_to_contain_text("CaseFailed")


def test_validate_says_that_all_is_well(lab, page):
    notebook = NotebookPage.open(page, lab, path_of("00-welcome"))
    notebook.write_until_saved("answer", right("00-welcome", "answer"))
    dialog = notebook.validate()

    expect(dialog).to_contain_text("Success! Your notebook passes all the tests.")
