"""A notebook in JupyterLab, as a learner uses it: with the mouse, the keyboard and the eyes."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, Response, expect

from ipclab.notebooks.folder import read
from ipclab.notebooks.notebook import Cell, Kind
from tests.browser.lab import Lab

TAB = "window.jupyterapp?.shell.currentWidget"  # the notebook's tab, as JupyterLab has it
CONTENT = f"{TAB}?.content"
SESSION = f"{TAB}?.sessionContext"


@dataclass(frozen=True)
class NotebookPage:
    """One notebook, opened in a tab of its own."""

    page: Page
    path: Path
    cells: tuple[Cell, ...]

    @classmethod
    def open(cls, page: Page, lab: Lab, path: str) -> "NotebookPage":
        """Open a notebook of the learner's folder, and wait until its kernel is ready."""
        page.goto(lab.page(path))
        return cls.shown(page, lab.folder / path)

    @classmethod
    def shown(cls, page: Page, path: Path) -> "NotebookPage":
        """The notebook that JupyterLab is opening."""
        notebook = cls(page, path, read(path).cells)
        page.wait_for_function(f"() => {CONTENT}?.widgets?.length === {len(notebook.cells)}")
        notebook._draw_every_cell()
        notebook._until_its_kernel_is_idle()
        return notebook

    def _draw_every_cell(self) -> None:
        """Have all cells on the page, as a setting of JupyterLab's does.

        By default those near the window are, and while they are drawn the others move: a cell that
        was just scrolled to may be gone when one looks at it. What a cell hides is shown, as a
        click on its dots does.
        """
        self.page.evaluate(
            f"""() => {{
                const notebook = {CONTENT};
                notebook.notebookConfig = {{...notebook.notebookConfig, windowingMode: 'none'}};
                for (const cell of notebook.widgets)
                    if (cell.outputHidden) cell.outputHidden = false;
            }}"""
        )
        expect(self.panel.locator(".jp-Cell")).to_have_count(len(self.cells))

    def _until_its_kernel_is_idle(self) -> None:
        """Wait until the kernel is there, connected and idle: a cell run earlier is not run at all.

        JupyterLab asks for a kernel instead. The toolbar's indicator says "idle" from the
        beginning, without any kernel; the session knows.
        """
        self.page.wait_for_function(
            f"() => {SESSION}.isReady && {SESSION}.kernelDisplayStatus === 'idle'"
        )

    @property
    def panel(self) -> Locator:
        """The tab's content, without what is around it."""
        return self.page.locator(".jp-NotebookPanel:visible")

    def cell(self, cell_id: str) -> Locator:
        """A cell by its id, scrolled to. Ids are nowhere on the page, so by its place."""
        (number,) = (cell.number for cell in self.cells if cell.id == cell_id)
        return self.cell_at(number - 1)

    def cell_at(self, index: int) -> Locator:
        """The cell with this index, scrolled to."""
        cell = self.panel.locator(".jp-Cell").nth(index)
        cell.scroll_into_view_if_needed()
        expect(cell).to_be_visible()
        return cell

    def card(self, cell_id: str) -> Locator:
        """The card that a check shows."""
        return self.cell(cell_id).locator('.jp-OutputArea-output[data-mime-type="text/html"]')

    def write(self, cell_id: str, text: str) -> None:
        """Replace all that a cell says."""
        self._enter(self.cell(cell_id))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def run(self, cell_id: str) -> None:
        """Run a cell and wait for its end."""
        cell = self.cell(cell_id)
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.inner_text()
        self._enter(cell)
        self.page.keyboard.press("Control+Enter")
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(re.compile(r"\[\d+\]:"))

    def _enter(self, cell: Locator) -> None:
        """Click into a cell's text. Until it has the focus, keys go elsewhere."""
        text = cell.locator(".cm-content")
        text.click()
        expect(text).to_be_focused()

    def run_ours_above(self, cell_id: str) -> None:
        """Run the course's own cells, down to this one."""
        above = [cell.id for cell in self.cells]
        for cell in self.cells[: above.index(cell_id)]:
            if cell.kind is Kind.LOCKED:
                self.run(cell.id)

    def write_until_saved(self, cell_id: str, text: str) -> None:
        """Replace all that a cell says, and save.

        JupyterLab saves by itself too; but after a save that was slow it waits ten times as long.
        """

        def saved(response: Response) -> bool:
            saving = response.request.method == "PUT" and "/api/contents/" in response.url
            return saving and text in [cell.source for cell in read(self.path).cells]

        with self.page.expect_response(saved):
            self.write(cell_id, text)
            self.page.keyboard.press("Control+S")
        tab = self.page.locator(".lm-DockPanel-tabBar .lm-mod-current")
        expect(tab).not_to_have_class(re.compile("jp-mod-dirty"))

    def validate(self) -> Locator:
        """Press nbgrader's button; return the dialog with its result."""
        self.panel.get_by_title("Validate Assignment").click()
        dialog = self.page.locator(".jp-Dialog", has_text="Validation Results")
        expect(dialog.locator("#validation-message")).to_be_visible()
        return dialog
