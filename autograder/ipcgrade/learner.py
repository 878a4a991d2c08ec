"""Lays out a learner's own folder, and never touches what is there."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import nbformat
from nbformat.sign import NotebookNotary

RECORD = ".ipc-lab.json"  # what was laid out, so that an update is told from the learner's own work


@dataclass
class Laid:
    """What a lay-out did, each a path in the learner's folder."""

    added: list[str] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)
    beside: dict[str, str] = field(default_factory=dict)


def files_for_learner(lectures: Mapping[str, Path], release: Path) -> dict[str, Path]:
    """The lectures, and every released assignment under assignments/."""
    released = sorted(path for path in release.rglob("*") if path.is_file())
    assignments = {f"assignments/{path.relative_to(release)}": path for path in released}
    return {**lectures, **assignments}


def lay_out(files: Mapping[str, Path], folder: Path) -> Laid:
    """Add the files to the folder. One that is there and differs stays as it is.

    If ours has changed since it was laid out, the new one is laid beside the learner's.
    """
    before, laid = _read_record(folder), Laid()
    for name, ours in files.items():
        theirs = folder / name
        if not theirs.exists():
            _copy(ours, theirs)
            laid.added.append(name)
        elif _digest(theirs) != _digest(ours):
            laid.left_alone.append(name)
            if before.get(name) != _digest(ours):
                laid.beside[name] = _lay_beside(ours, theirs).relative_to(folder).as_posix()
    _write_record(folder, before | {name: _digest(ours) for name, ours in files.items()})
    return laid


def trust(notebooks: Iterator[Path]) -> None:
    """What `jupyter trust` does: JupyterLab shows the pictures stored in these notebooks."""
    with NotebookNotary() as notary:
        for path in notebooks:
            notary.sign(nbformat.read(path, as_version=4))


def unchanged(files: Mapping[str, Path], folder: Path) -> Iterator[Path]:
    """The notebooks in the folder that are ours to the byte: those that we can vouch for."""
    for name, ours in files.items():
        if name.endswith(".ipynb") and _digest(folder / name) == _digest(ours):
            yield folder / name


def _lay_beside(ours: Path, theirs: Path) -> Path:
    for number in count(1):
        suffix = ".new" if number == 1 else f".new{number}"
        beside = theirs.with_name(f"{theirs.stem}{suffix}{theirs.suffix}")
        if not beside.exists():
            _copy(ours, beside)
            return beside
        if _digest(beside) == _digest(ours):
            return beside
    raise AssertionError("count() does not end")


def _copy(source: Path, destination: Path) -> None:
    destination.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as read, destination.open("xb") as write:  # x: never over another
        shutil.copyfileobj(read, write)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read_record(folder: Path) -> dict[str, str]:
    try:
        record = json.loads((folder / RECORD).read_text())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _write_record(folder: Path, record: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RECORD).write_text(json.dumps(record, indent=1, sort_keys=True) + "\n")
