"""`ipclab check` and `ipclab progress`, as a person or a program calls them."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from ipclab import cli
from ipclab.cli import command
from tests.lib.assignment import ASSIGNMENT, DOUBLE, TWICE, check, code, setup, solution, text_of

WRONG = "def double(n):\n    return n"


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder with one assignment, rightly answered; we stand in it."""
    folder = tmp_path / "assignments" / "02-doubling"
    folder.mkdir(parents=True)
    (folder / "02-doubling.ipynb").write_text(ASSIGNMENT)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("IPCLAB_SEED", raising=False)
    return tmp_path


def ipclab(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a shell starts it."""
    program = "from ipclab.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def test_cards_and_a_summary(lab: Path) -> None:
    done = ipclab("check", "02")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split("  ")[0] for line in done.stdout.splitlines()] == [
        "✓ Two is four",
        "✓ Nothing is nothing",
        "– A hidden case is here: negative numbers.",
        "2 of 2 checks passed, 60 of 60 points; 40 more in hidden checks",
    ]


def test_a_failed_check_shows_its_card_and_the_exit_status_says_so(lab: Path) -> None:
    (lab / "mine.py").write_text(WRONG)
    done = ipclab("check", "02", "mine.py")
    assert done.returncode == 1
    assert "✗ Two is four" in done.stdout
    assert "expected   4" in done.stdout
    assert "1 of 2 checks passed, 30 of 60 points" in done.stdout


def test_json_is_one_object(lab: Path) -> None:
    done = ipclab("check", "02", "--json", "--seed", "7")
    report = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert {name: report[name] for name in ("assignment", "seed", "score", "max_score")} == {
        "assignment": "02-doubling",
        "seed": 7,
        "score": 60,
        "max_score": 100,
    }
    assert [case["verdict"] for case in report["cases"]] == ["passed", "passed", "skipped"]


def test_one_seed_replays_a_whole_run(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    random = check("with case('R'): call(double, payload(9)).expect(b'')", "double-random")
    (lab / "random.ipynb").write_text(text_of(setup(), solution(DOUBLE, "double"), random))
    assert command(["check", "random.ipynb", "--seed", "7"]) == 1
    first = capsys.readouterr().out
    assert command(["check", "random.ipynb", "--seed", "7"]) == 1
    again = capsys.readouterr().out
    assert command(["check", "random.ipynb", "--seed", "8"]) == 1
    other = capsys.readouterr().out
    assert first == again != other
    assert "IPCLAB_SEED=7" in first


def test_a_seed_in_the_environment_is_used(lab: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPCLAB_SEED", "9")
    assert json.loads(ipclab("check", "02", "--json").stdout)["seed"] == 9


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "07"], "no assignment 07 in"),
        (["check", "nowhere.ipynb"], "nowhere.ipynb: No such file"),
        (["check", "02", "nowhere.py"], "nowhere.py: No such file"),
        (["check", "empty.ipynb"], "empty.ipynb has no checks in it"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(
    lab: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    (lab / "empty.ipynb").write_text(text_of(code("x = 3")))
    assert command(arguments) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert (told.out, told.err.count("\n")) == ("", 1)


@pytest.mark.parametrize("arguments", [[], ["check"], ["check", "02", "--seed", "x"], ["dance"]])
def test_a_command_that_is_none_is_told_its_usage(lab: Path, arguments: list[str]) -> None:
    done = ipclab(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: ipclab" in done.stderr


def test_a_fault_of_ours_has_an_exit_status_of_its_own(lab: Path) -> None:
    (lab / "broken.ipynb").write_text(text_of(setup(), check("with case(): pass", "f-x")))
    done = ipclab("check", "broken.ipynb")
    assert done.returncode == 3
    assert done.stdout.startswith("! ")


def test_elsewhere_one_sentence_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "complaint", lambda: "IPC Lab needs Linux: do this.")
    assert command(["check", "02"]) == 2
    assert capsys.readouterr().err == "IPC Lab needs Linux: do this.\n"


def test_what_passed_is_kept_and_shown(lab: Path) -> None:
    assert ipclab("progress").stdout == "02-doubling   0 of  2 checks     0 of  60 points\n"
    ipclab("check", "02")
    assert ipclab("progress").stdout == "02-doubling   2 of  2 checks    60 of  60 points\n"


def test_a_check_that_fails_again_opens_the_next_hint(lab: Path) -> None:
    case = "with case('T', hint=('look', 'think')): call(double, 2).expect(4)"
    notebook = text_of(setup(), solution(WRONG, "double"), check(case, "double-t"))
    (lab / "assignments/02-doubling/02-doubling.ipynb").write_text(notebook)
    first, second = ipclab("check", "02").stdout, ipclab("check", "02").stdout
    assert "look" in first
    assert "think" not in first
    assert "think" in second


def test_where_progress_cannot_be_kept_the_check_runs_all_the_same(lab: Path) -> None:
    (lab / ".progress.json").mkdir()
    done = ipclab("check", "02")
    assert (done.returncode, done.stdout.count("✓")) == (0, 2)
    assert "your progress could not be kept" in done.stderr


def test_a_cell_that_asks_is_told_that_nobody_answers(lab: Path) -> None:
    cells = (setup(), code("name = input()"), solution(DOUBLE, "double"), TWICE)
    (lab / "asks.ipynb").write_text(text_of(*cells))
    assert ipclab("check", "asks.ipynb").returncode == 0


def test_a_thread_that_a_cell_left_behind_does_not_hold_the_command_up(lab: Path) -> None:
    endless = "import threading\nthreading.Thread(target=threading.Event().wait).start()"
    cells = (setup(), code(endless), solution(DOUBLE, "double"), TWICE)
    (lab / "thread.ipynb").write_text(text_of(*cells))
    assert ipclab("check", "thread.ipynb").returncode == 0


def test_an_interrupt_is_no_traceback(lab: Path) -> None:
    cells = (setup(), code("raise KeyboardInterrupt"), TWICE)
    (lab / "long.ipynb").write_text(text_of(*cells))
    done = ipclab("check", "long.ipynb")
    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_who_reads_our_output_may_leave_early(lab: Path, options: list[str]) -> None:
    """As in `ipclab check 02 | head -1`."""
    ours, theirs = os.pipe()
    os.close(ours)
    program = [sys.executable, "-c", "from ipclab.cli import main; main()", "check", "02", *options]
    done = subprocess.run(program, stdout=theirs, stderr=subprocess.PIPE, text=True, check=False)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (141, "")


def on_a_terminal(lab: Path, **environment: str) -> str:
    """What the command writes when its output is a terminal."""
    ours, theirs = pty.openpty()
    program = [sys.executable, "-c", "from ipclab.cli import main; main()", "check", "02"]
    plain = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with subprocess.Popen(program, cwd=lab, stdout=theirs, env=plain | environment) as process:
        os.close(theirs)
        written = b""
        while chunk := _read(ours):
            written += chunk
        os.close(ours)
    assert process.returncode == 0
    return written.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # EIO: the other end is closed
        return b""


def test_a_terminal_has_colours_unless_it_wants_none(lab: Path) -> None:
    assert on_a_terminal(lab).startswith("\033[32m✓\033[0m Two is four")
    assert on_a_terminal(lab, NO_COLOR="1").startswith("✓ Two is four")
