"""Where things are in a course: its assignments, its lectures, their programs."""

from dataclasses import dataclass
from pathlib import Path

# What an assignment releases besides its own notebook, by name. Whatever is not named here stays.
ALSO_RELEASED: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class Course:
    """A course folder, laid out as nbgrader wants it."""

    root: Path

    @property
    def source(self) -> Path:
        return self.root / "source"

    @property
    def lectures(self) -> Path:
        return self.root / "lectures"

    def assignments(self) -> list[str]:
        """Those that have their notebook, in order."""
        return sorted(path.parent.name for path in self.source.glob("*/*.ipynb") if _is_main(path))

    def notebooks(self) -> list[Path]:
        """Every notebook that is kept: the lectures and the sources of the assignments."""
        return sorted([*self.lectures.glob("*.ipynb"), *self.source.glob("*/*.ipynb")])

    def allowed(self) -> set[str]:
        """The allowlist: every path that a release may hold, relative to the release folder."""
        names = self.assignments()
        notebooks = {f"{name}/{name}.ipynb" for name in names}
        return notebooks | {
            f"{name}/{also}" for name in names for also in ALSO_RELEASED.get(name, ())
        }

    def lecture_files(self) -> dict[str, Path]:
        """The lectures and their programs' sources, by their path in a learner's folder."""
        programs = self.lectures / "programs"
        sources = [
            path for path in programs.glob("*") if path.suffix in {".c", ".cpp", ".h", ".py"}
        ]
        found = sorted([*self.lectures.glob("*.ipynb"), *sources])
        return {f"lectures/{path.relative_to(self.lectures)}": path for path in found}


def _is_main(notebook: Path) -> bool:
    return notebook.stem == notebook.parent.name
