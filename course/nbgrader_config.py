"""nbgrader's own configuration of the course: run nbgrader's commands in this folder."""

c = get_config()

c.CourseDirectory.course_id = "ipc-lab"

# The gradebook is SQLite, in course/gradebook.db, unless you say otherwise, for example:
# c.CourseDirectory.db_url = "postgresql://…"

# nbgrader copies whatever lies beside a notebook into the release. This list keeps out what an
# editor leaves there; that a release holds nothing but what is allowed, a test sees to.
c.CourseDirectory.ignore = [
    ".*",
    "*~",
    "*.bak",
    "*.orig",
    "*.pyc",
    "*.swp",
    "__pycache__",
    "feedback",
    "solutions",
    "specimens",
]

# A case ends by itself long before this; a cell that does not is the student's loop.
c.Execute.timeout = 60
