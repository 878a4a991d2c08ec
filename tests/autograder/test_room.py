"""How many processes can be had: by user, by container, by machine."""

import pytest

from ipcgrade import cgroup, room
from ipclab.errors import GraderFault


def folder(place, **numbers):
    """A control group, as a folder."""
    place.mkdir(parents=True, exist_ok=True)
    for word, number in numbers.items():
        (place / f"pids.{word}").write_text(f"{number}\n")


def machine(root, mounts, own):
    """A machine with these control groups."""
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/mounts").write_text(mounts)
    (root / "proc/self/cgroup").write_text(own)


def test_a_limit_of_ours_or_of_a_group_above_counts(tmp_path):
    machine(tmp_path, "cgroup2 /cg cgroup2 rw 0 0\n", "0::/docker/abc/inner\n")
    folder(tmp_path / "cg")  # the top has no limit
    folder(tmp_path / "cg/docker", max=9000, current=700)
    folder(tmp_path / "cg/docker/abc", max=1024, current=60)
    folder(tmp_path / "cg/docker/abc/inner", max="max", current=12)

    assert list(cgroup.of_processes(tmp_path)) == [
        (tmp_path / "cg/docker/abc", 1024, 60),
        (tmp_path / "cg/docker", 9000, 700),
    ]


def test_groups_of_version_1_have_a_folder_of_their_own(tmp_path):
    machine(tmp_path, "cgroup /cg/pids cgroup rw,pids 0 0\n", "4:memory:/\n8:pids:/batch\n")
    folder(tmp_path / "cg/pids/batch", max=60, current=2)

    assert list(cgroup.of_processes(tmp_path)) == [(tmp_path / "cg/pids/batch", 60, 2)]


def test_a_machine_without_control_groups(tmp_path):
    machine(tmp_path, "proc /proc proc rw 0 0\n", "0::/\n")

    assert list(cgroup.of_processes(tmp_path)) == []


def test_there_is_room_for_a_few():
    room.demand(1, uid=0)


def test_no_machine_has_room_for_so_many():
    with pytest.raises(GraderFault, match=r"this machine may have [\d,]+ \(kernel\.threads-max\)"):
        room.demand(1 << 40, uid=0)
