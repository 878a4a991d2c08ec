"""What the tests know of this repository: where it is, and what is kept in it."""

import subprocess
from pathlib import Path

from ipcgrade.course import Course

ROOT = Path(__file__).resolve().parents[1]
COURSE = Course(ROOT / "course")


def kept_files() -> list[Path]:
    """Every file that git tracks, or would: what a clone holds, once committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return sorted(path for path in paths if path.is_file() or path.is_symlink())


def kept_text() -> dict[Path, str]:
    """The text of every kept file that is text."""
    texts = {}
    for path in kept_files():
        data = path.read_bytes()
        if b"\0" not in data:
            texts[path.relative_to(ROOT)] = data.decode()
    return texts
