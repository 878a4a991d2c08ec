"""What one submission may take: by control groups, by the watchdog, as root and as anybody."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ipcgrade import cgroup, doctor, limits, sandbox
from ipcgrade.enforced import TOO_MUCH, Tally
from ipcgrade.judge import Judge
from ipcgrade.watchdog import Watchdog
from tests.autograder.ordinary import as_ordinary_user
from tests.autograder.zoo import FOLDER
from tests.tree import COURSE

HOARDS = """
import os, sys
file = os.memfd_create("hoard")
os.write(file, bytes(64 << 20))
print("has it", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def hoarder():
    """A process that has 64 MiB in a memory file, until its input ends."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", HOARDS], stdin=pipe, stdout=pipe) as process:
        assert process.stdout.readline() == b"has it\n"
        yield process


def tried(attack):
    command = [sys.executable, "-m", "ipcgrade", "--course", COURSE.root, "try", "0", attack]
    return as_ordinary_user(*command)


def ended(process):
    """The last line, and all that was said, in one line."""
    said, complaint = process.communicate()
    assert process.returncode == 0, complaint
    return said.splitlines()[-1], " ".join(said.split())


@pytest.mark.parametrize(
    ("attack", "points", "words"),
    [
        ("memory-in-memory-files", 80, TOO_MUCH),
        ("memory-in-many-processes", 80, TOO_MUCH),
        ("fork-bomb", 80, "starts processes without an end"),
        ("traces-who-watches", 0, ""),
    ],
)
def test_an_ordinary_user_is_as_safe(attack, points, words):
    """Nobody has a control group here, nor a user for each worker; the one beside loses nothing."""
    hostile = tried(FOLDER / f"{attack}.py")
    right = tried(FOLDER / "behaves-for-the-judge.py")

    assert ended(right)[0] == "00-welcome: 100 of 100 points"
    score, said = ended(hostile)
    assert score == f"00-welcome: {points} of 100 points"
    assert words in said


def test_the_watchdog_weighs_what_no_limit_of_a_process_counts(hoarder):
    watchdog = Watchdog(most=32 << 20, nested=0)
    tally = Tally(watchdog.tally)

    assert not tally.has_grown()
    watchdog.look(os.getpid())
    assert hoarder.wait() == -9
    assert tally.has_grown()
    assert not tally.has_grown()
    watchdog.close()


def test_the_watchdog_leaves_alone_who_takes_less(hoarder):
    watchdog = Watchdog(most=1 << 30, nested=0)

    watchdog.look(os.getpid())
    assert not Tally(watchdog.tally).has_grown()
    assert hoarder.poll() is None
    watchdog.close()
    hoarder.stdin.close()
    assert hoarder.wait() == 0


def test_the_watchdog_looks_only_in_the_inner_sandbox(hoarder):
    watchdog = Watchdog(most=1, nested=2)

    watchdog.look(os.getpid())
    assert hoarder.poll() is None
    watchdog.close()
    hoarder.stdin.close()


def groups(root, mounts, own):
    """A machine with these control groups, as folders."""
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/mounts").write_text(mounts)
    (root / "proc/self/cgroup").write_text(own)


def test_version_2_has_them_beside_ours(tmp_path):
    """In our own there are processes, and so no groups; the one above hands on what we need."""
    groups(tmp_path, "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n", "0::/user/shell.scope\n")
    above = tmp_path / "sys/fs/cgroup/user"
    (above / "shell.scope").mkdir(parents=True)
    (above / "shell.scope/cgroup.subtree_control").write_text("\n")
    (above / "cgroup.subtree_control").write_text("cpu memory pids\n")
    [place] = cgroup.places(tmp_path)

    [(folder, settings)] = place.settings.items()
    assert folder == above
    assert settings == {"memory.max": limits.MEMORY, "memory.swap.max": 0, "pids.max": 700}
    assert place.tally == "memory.events"


def test_version_2_where_nothing_is_handed_on(tmp_path):
    groups(tmp_path, "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n", "0::/\n")
    (tmp_path / "sys/fs/cgroup").mkdir(parents=True)
    (tmp_path / "sys/fs/cgroup/cgroup.subtree_control").write_text("cpu\n")

    assert list(cgroup.places(tmp_path)) == []


def test_version_1_has_one_of_each_below_ours(tmp_path):
    mounts = "cgroup /cg/memory cgroup rw,memory 0 0\ncgroup /cg/pids cgroup rw,pids 0 0\n"
    groups(tmp_path, mounts, "4:memory:/docker/abc\n8:pids:/\n")
    (tmp_path / "cg/memory/docker/abc").mkdir(parents=True)
    (tmp_path / "cg/pids").mkdir()
    [place] = cgroup.places(tmp_path)

    assert list(place.settings) == [tmp_path / "cg/memory/docker/abc", tmp_path / "cg/pids"]


def test_a_machine_without_control_groups(tmp_path):
    groups(tmp_path, "proc /proc proc rw 0 0\n", "")

    assert list(cgroup.places(tmp_path)) == []


def test_a_group_that_cannot_be_made_leaves_nothing(tmp_path):
    """An ordinary folder is none: there is no cgroup.procs in what is made in it."""
    place = cgroup.Place({tmp_path: {}}, "tally")

    with pytest.raises(FileNotFoundError):
        cgroup.Cgroup(place)
    assert list(tmp_path.iterdir()) == []


def ours():
    """The control groups that this process has made, wherever it may."""
    name = f"{cgroup.MARK}-{os.getpid()}-*"
    folders = [folder for place in cgroup.places() for folder in place.settings]
    return [group for folder in folders for group in folder.glob(name)]


def test_a_group_goes_with_its_submission():
    with Judge():
        has_groups = bool(ours())

    assert has_groups == (cgroup.place(tuple(sandbox.ordinary())) is not None)
    assert ours() == []


def test_the_doctor_tells_which_limits_there_are():
    found = {finding.what: finding for finding in doctor.findings()}

    assert found["a control group for a submission's memory and processes"].is_well == (
        cgroup.place(tuple(sandbox.ordinary())) is not None
    )
    assert not any(finding.forbids_grading for finding in found.values())


def test_the_doctor_tells_an_ordinary_user_what_is_better():
    doctor = as_ordinary_user(sys.executable, "-m", "ipcgrade", "doctor")
    said, complaint = doctor.communicate()

    assert (doctor.returncode, complaint) == (0, "")
    assert "--  a user of its own for each worker" in said
    assert "started as root, each worker has a user of its own" in said


def test_the_limits_of_a_process_are_no_more_than_there_is():
    hard = {name: int(most) for name, most in _limits_of(Path("/proc/self/limits")).items()}

    assert limits.of_a_process()["nofile"] <= hard["open files"]


def _limits_of(path):
    return dict(re.findall(r"^Max (open files) +\S+ +(\d+)", path.read_text(), re.MULTILINE))
