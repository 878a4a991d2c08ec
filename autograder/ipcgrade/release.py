"""Builds the student release of every assignment, by nbgrader itself."""

import shutil
from pathlib import Path

from ipcgrade.course import ALSO_RELEASED, Course


class NotReleased(Exception):
    """nbgrader refused an assignment, or a release holds what it must not."""


def build(course: Course, release: Path) -> list[str]:
    """Release every assignment of the course into a folder that is made anew; return their names.

    No gradebook is opened: whoever teaches keeps theirs, and whoever learns needs none.
    Raises NotReleased, with nbgrader's own words.
    """
    shutil.rmtree(release, ignore_errors=True)
    names = course.assignments()
    if names:
        _generate(course, release, names)
    for name in names:
        for also in ALSO_RELEASED.get(name, ()):
            shutil.copy(course.source / name / also, release / name / also)
    unexpected = contents(release) ^ course.allowed()
    if unexpected:
        raise NotReleased(f"not as the allowlist says: {', '.join(sorted(unexpected))}")
    return names


def contents(folder: Path) -> set[str]:
    """The path of every file below a folder, relative to it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def _generate(course: Course, release: Path, names: list[str]) -> None:
    from nbgrader.apps import NbGraderAPI  # takes two seconds: only who releases waits for it
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    config = Config()
    config.CourseDirectory.root = str(course.root.resolve())
    config.CourseDirectory.release_directory = str(release.resolve())
    config.CourseDirectory.ignore = ["*"]  # nothing but notebooks: what else is released is listed
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    directory = CourseDirectory(config=config)
    api = NbGraderAPI(coursedir=directory, config=config)
    for name in names:
        directory.notebook_id = name
        result = api.generate_assignment(name, create=False)
        if not result["success"]:
            raise NotReleased(f"{name}: {result.get('error') or result.get('log')}")
