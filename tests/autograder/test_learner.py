"""A learner's folder: laid out once, added to later, never overwritten."""

from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from ipcgrade.learner import lay_out, trust, unchanged


@pytest.fixture
def ours(tmp_path):
    """One notebook of ours, as it is to lie in a learner's folder."""
    path = tmp_path / "ours.ipynb"
    path.write_text("first edition")
    return {"assignments/01/01.ipynb": path}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "folder"


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*.ipynb")}


def test_what_is_missing_is_added(ours, folder):
    laid = lay_out(ours, folder)

    assert laid.added == ["assignments/01/01.ipynb"]
    assert (folder / "assignments/01/01.ipynb").read_text() == "first edition"


def test_a_second_time_nothing_changes(ours, folder):
    lay_out(ours, folder)
    laid = lay_out(ours, folder)

    assert (laid.added, laid.left_alone, laid.beside) == ([], [], {})


def test_a_learners_work_is_left_alone(ours, folder):
    lay_out(ours, folder)
    (folder / "assignments/01/01.ipynb").write_text("my work")
    laid = lay_out(ours, folder)

    assert laid.left_alone == ["assignments/01/01.ipynb"]
    assert laid.beside == {}
    assert (folder / "assignments/01/01.ipynb").read_text() == "my work"


def test_an_update_is_laid_beside_the_work_once(ours, folder):
    lay_out(ours, folder)
    (folder / "assignments/01/01.ipynb").write_text("my work")
    ours["assignments/01/01.ipynb"].write_text("second edition")
    first, second = lay_out(ours, folder), lay_out(ours, folder)

    assert first.beside == {"assignments/01/01.ipynb": "assignments/01/01.new.ipynb"}
    assert second.beside == {}
    assert (folder / "assignments/01/01.ipynb").read_text() == "my work"
    assert (folder / "assignments/01/01.new.ipynb").read_text() == "second edition"


def test_an_update_does_not_overwrite_work_in_the_last_update(ours, folder):
    lay_out(ours, folder)
    (folder / "assignments/01/01.ipynb").write_text("my work")
    (folder / "assignments/01/01.new.ipynb").write_text("my work, again")
    ours["assignments/01/01.ipynb"].write_text("third edition")
    lay_out(ours, folder)

    assert (folder / "assignments/01/01.new.ipynb").read_text() == "my work, again"
    assert (folder / "assignments/01/01.new2.ipynb").read_text() == "third edition"


def test_an_update_that_lies_there_already_is_not_laid_twice(ours, folder):
    lay_out(ours, folder)
    (folder / "assignments/01/01.ipynb").write_text("my work")
    (folder / "assignments/01/01.new.ipynb").write_text("second edition")
    ours["assignments/01/01.ipynb"].write_text("second edition")
    lay_out(ours, folder)

    assert names_in(folder) == {"01.ipynb", "01.new.ipynb"}


@pytest.mark.parametrize("record", ["not JSON", "[]"])
def test_a_torn_record_costs_no_work(ours, folder, record):
    lay_out(ours, folder)
    (folder / "assignments/01/01.ipynb").write_text("my work")
    (folder / ".ipc-lab.json").write_text(record)
    lay_out(ours, folder)

    assert (folder / "assignments/01/01.ipynb").read_text() == "my work"


def test_a_deleted_file_comes_back_fresh(ours, folder):
    lay_out(ours, folder)
    (folder / "assignments/01/01.ipynb").unlink()

    assert lay_out(ours, folder).added == ["assignments/01/01.ipynb"]


def test_only_what_is_ours_is_trusted(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    files = {}
    for name, output in [("ours.ipynb", "ours"), ("theirs.ipynb", "theirs")]:
        files[name] = tmp_path / f"kept-{name}"
        cell = nbformat.v4.new_code_cell(outputs=[_html(output)])
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), files[name])
    folder = tmp_path / "folder"
    lay_out(files, folder)
    changed = nbformat.read(folder / "theirs.ipynb", as_version=4)
    changed.cells[0].outputs = [_html("<script>")]
    nbformat.write(changed, folder / "theirs.ipynb")
    trust(unchanged(files, folder))

    with NotebookNotary() as notary:
        assert notary.check_signature(nbformat.read(folder / "ours.ipynb", as_version=4))
        assert not notary.check_signature(nbformat.read(folder / "theirs.ipynb", as_version=4))


def _html(text):
    return nbformat.v4.new_output("display_data", data={"text/html": text})
