"""CONTRIBUTING's five steps, followed to the letter in a copy of this repository."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.tree import ROOT, kept_files

ASSIGNMENT = "02-byte-streams"
MISTAKES = f"tests/course/mistakes/{ASSIGNMENT}/shout"
STEPS = (ROOT / "CONTRIBUTING.md").read_text()

# What CONTRIBUTING leaves to whoever adds the exercise.
STATEMENT = """## `shout(sock)`

Read one line from `sock`, a connected stream socket, and answer it in capitals. The line ends with
a newline, which belongs to it, or with the stream. Where there is no line, answer nothing.
Close `sock`.

<details><summary>Hint</summary>

`makefile` reads lines.

</details>
"""

END = """
with case("A line that ends with the stream is a line",
          hint="The end of the stream ends a line too.",
          lecture="02-byte-streams#The end of the stream"):
    ours, theirs = pair("tcp")
    with run(shout, theirs):
        ours.send(b"hello").half_close()
        ours.expect(b"HELLO")
        ours.expect_eof()
"""

NOTHING = """
# A hidden case is here: a stream without a line.
### BEGIN HIDDEN TESTS
with case("No line, no answer",
          hint="What is nothing in capitals?",
          lecture="02-byte-streams#The end of the stream"):
    ours, theirs = pair("tcp")
    with run(shout, theirs) as shouter:
        ours.half_close()
        ours.expect_eof()
        shouter.expect(None)
### END HIDDEN TESTS
"""

WRONG = {
    "as_it_came": """# fails: shout-two-pieces, shout-end
# says: HELLO
# lecture: 02-byte-streams#recv() returns what is there
def shout(sock):
    with sock, sock.makefile("rb") as lines:
        sock.sendall(lines.readline())
""",
    "always_a_newline": """# fails: shout-end, shout-nothing
# says: received
# lecture: 02-byte-streams#The end of the stream
def shout(sock):
    with sock, sock.makefile("rb") as lines:
        sock.sendall(lines.readline().strip().upper() + b"\\n")
""",
    "waits_for_the_end": """# fails: shout-two-pieces
# says: your shout waits in
# lecture: 02-byte-streams#Framing by delimiter
def shout(sock):
    with sock, sock.makefile("rb") as lines:
        sock.sendall(lines.read().upper())
""",
}

RIGHT = """def shout(sock):
    line = b""
    while not line.endswith(b"\\n") and (byte := sock.recv(1)):
        line += byte
    sock.sendall(line.upper())
    sock.close()
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what is kept here, in which whoever follows the steps works."""
    for path in kept_files():
        there = tmp_path / path.relative_to(ROOT)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, there, follow_symlinks=False)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    return tmp_path


def examples(step: int) -> list[str]:
    """The Python examples of a step in CONTRIBUTING."""
    text = re.split(rf"^{step}\. ", STEPS, flags=re.MULTILINE)[1]
    text = re.split(r"^\d\. |^## ", text, flags=re.MULTILINE)[0]
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    return [re.sub(r"^   ", "", block, flags=re.MULTILINE) for block in blocks]


def cell(kind: str, name: str, source: str, **marks: object) -> dict:
    nbgrader = {"grade": False, "solution": False, "locked": True, "task": False}
    nbgrader |= {"schema_version": 3, "grade_id": name, **marks}
    code = {"execution_count": None, "outputs": []} if kind == "code" else {}
    content = {"cell_type": kind, "id": name, "source": source.strip().splitlines(keepends=True)}
    return content | {"metadata": {"nbgrader": nbgrader}} | code


def exercise() -> dict[str, dict]:
    """The cells of steps 1 to 3."""
    (solution,), (case,) = examples(2), examples(3)
    cells = [
        cell("markdown", "shout-statement", STATEMENT),
        cell("code", "shout", solution, solution=True, locked=False),
        cell("code", "shout-two-pieces", case, grade=True, points=1),
        cell("code", "shout-end", END, grade=True, points=1),
        cell("code", "shout-nothing", NOTHING, grade=True, points=1),
    ]
    return {each["id"]: each for each in cells}


def answers() -> dict[str, str]:
    """The files of step 4."""
    (example,) = examples(4)
    first, example = example.strip().split("\n", 1)
    (right,) = re.findall(r"`(tests/course/alternatives/.*\.py)`", STEPS)
    wrong = {f"{MISTAKES}/{name}.py": text for name, text in WRONG.items()}
    return {first.removeprefix("# "): example, right: RIGHT, **wrong}


def add(copy: Path, cells: dict[str, dict], files: dict[str, str]) -> None:
    """Puts the cells at the notebook's end, for points that another gives up, and the files."""
    path = copy / f"course/source/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
    notebook = json.loads(path.read_text())
    richest = max(checks(notebook["cells"]), key=lambda marks: marks["points"])
    richest["points"] -= sum(marks["points"] for marks in checks(cells.values()))
    notebook["cells"] += cells.values()
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")
    for name, text in files.items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text(text)


def checks(cells: Iterable[dict]) -> list[dict]:
    """nbgrader's marks of the test cells among them."""
    marks = (each["metadata"].get("nbgrader", {}) for each in cells)
    return [each for each in marks if each.get("grade")]


def gate(copy: Path) -> subprocess.CompletedProcess[str]:
    """Step 5: the commands, as they stand there."""
    (commands,) = re.findall(r"^5\. .*?`(.*?)`", STEPS, re.MULTILINE | re.DOTALL)
    return [_run(copy, shlex.split(command)) for command in commands.split("&&")][-1]


def _run(copy: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Runs a command of this environment there, as the module that it is."""
    program = [sys.executable, "-m", Path(command[0]).name]
    environment = {name: os.environ[name] for name in os.environ if not name.startswith("PYTEST")}
    return subprocess.run(
        [*program, *command[1:]],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_whoever_follows_the_five_steps_passes_the_gate(copy: Path) -> None:
    add(copy, exercise(), answers())
    done = gate(copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skipped" not in done.stdout


TOLD = (
    "the statement must name `shout(…)`",
    "shout needs a docstring outside the solution: its contract",
    "shout-two-pieces, line 10: shout: an exercise's function may only be an argument of run(…)",
    "shout-end must read from top to bottom: line 8: a loop",
    "shout-nothing: lecture='02-byte-streams#Silence' is no section of course/lectures",
    "shout has no other right answer",
    "a mistake, and only a mistake, begins with `# fails:",
    "shout-end passed, must fail",
)


def test_whoever_forgets_something_is_told(copy: Path) -> None:
    cells, files = exercise(), answers()
    cells["shout-statement"]["source"] = ["## Shouting\n", "See the lecture."]
    del cells["shout"]["source"][1]  # its docstring
    cells["shout-two-pieces"]["source"].append("\n        shout(theirs)")
    cells["shout-end"]["source"][-1] = "        for _ in range(3): ours.expect_eof()"
    cells["shout-nothing"]["source"][4] = "          lecture='02-byte-streams#Silence'):\n"
    files[f"{MISTAKES}/waits_for_the_end.py"] = "# fails: shout-end\n" + RIGHT
    add(copy, cells, {name: text for name, text in files.items() if "alternatives" not in name})

    done = gate(copy)

    assert done.returncode == 1, done.stdout + done.stderr
    told = " ".join(re.sub(r"^E", "", done.stdout, flags=re.MULTILINE).split())
    assert [words for words in TOLD if words not in told] == [], told
