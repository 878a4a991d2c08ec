"""What this machine can isolate, found by trying it, and how to get the rest."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from ipcgrade import cgroup, limits, room, sandbox, watchdog
from ipclab.errors import GraderFault

NEEDED = {
    "bwrap": "apt install bubblewrap",
    "prlimit": "apt install util-linux",
    "setpriv": "apt install util-linux",
    "unshare": "apt install util-linux",
}
DEADLINE = 30.0  # seconds for one try

CLOSED = (
    "user namespaces are closed here: in Docker, start with --security-opt seccomp=unconfined "
    "--security-opt systempaths=unconfined; on Ubuntu 24.04, sysctl -w "
    "kernel.apparmor_restrict_unprivileged_userns=0"
)


WATCHED = (
    "a watchdog looks every {tick:g} s instead, and ends what is largest; start as root, or with "
    "systemd-run --user --scope, where that has memory and pids (cgroups(7))"
)
ONE_USER = (
    "all submissions share the quotas of your user: memory of pipes, message queues, signals; "
    "started as root, each worker has a user of its own, and student code never is root"
)
FEW_QUEUES = (
    "student and examiner have {half:,} bytes each; /etc/security/limits.conf: msgqueue {whole}"
)
LITTLE_MEMORY = "each may take {each:,} MiB: grade with --workers {fit} or fewer"


@dataclass(frozen=True)
class Finding:
    """One thing that grading needs, or would be better with."""

    what: str
    is_well: bool
    remedy: str = ""
    is_needed: bool = True

    @property
    def forbids_grading(self) -> bool:
        return self.is_needed and not self.is_well

    def __str__(self) -> str:
        if self.is_well:
            return f"ok  {self.what}"
        return f"{'NO' if self.is_needed else '--'}  {self.what}\n    {self.remedy}"


def findings() -> list[Finding]:
    """What grading needs, and whether it is there."""
    programs = [
        Finding(f"program {name}", shutil.which(name) is not None, remedy)
        for name, remedy in NEEDED.items()
    ]
    if not all(finding.is_well for finding in programs):
        return programs
    stage = sandbox.stage()
    return [
        *programs,
        _tried("a sandbox without network, for the examiner", sandbox.outer(stage, ["true"])),
        _tried(
            "a sandbox in it, for the student's code",
            sandbox.outer(stage, [*sandbox.inner(stage.judge), "true"]),
        ),
        *_limits(),
    ]


def _limits() -> Iterator[Finding]:
    """What keeps one submission from taking what others need. Without these too it is graded."""
    place = cgroup.place(tuple(sandbox.ordinary()))
    watched = WATCHED.format(tick=watchdog.TICK)
    yield Finding(
        "a control group for a submission's memory and processes", place is not None, watched, False
    )
    yield Finding("a user of its own for each worker", os.geteuid() == 0, ONE_USER, False)
    half = _queues()
    few = FEW_QUEUES.format(half=half, whole=2 * limits.QUEUES)
    yield Finding("message queues as at home", half == limits.QUEUES, few, False)
    yield _processes()
    yield _memory()


def _queues() -> int:
    """Bytes of message queues for each side: half of what the outer sandbox has."""
    asked = ["prlimit", "--msgqueue", "--raw", "--noheadings", "--output", "HARD"]
    command = sandbox.outer(sandbox.stage(), asked)
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    whole = ran.stdout.strip()
    return min(limits.QUEUES, int(whole) // 2) if whole.isdigit() else limits.QUEUES


def _processes() -> Finding:
    cores = os.cpu_count() or 1
    what = f"processes for {cores} submissions at once"
    try:
        room.demand(cores * limits.ALL_PROCESSES, sandbox.user())
    except GraderFault as few:
        return Finding(what, False, str(few), False)
    return Finding(what, True)


def _memory() -> Finding:
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    cores, fit = os.cpu_count() or 1, max(1, whole // limits.MEMORY)
    little = LITTLE_MEMORY.format(each=limits.MEMORY // limits.MiB, fit=fit)
    return Finding(f"memory for {cores} submissions at once", cores <= fit, little, False)


def _tried(what: str, command: list[str]) -> Finding:
    try:
        ran = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=DEADLINE
        )
    except subprocess.TimeoutExpired:
        return Finding(what, False, f"it did not start within {DEADLINE:g} s")
    said = (ran.stderr.strip().splitlines() or [f"exit status {ran.returncode}"])[-1]
    return Finding(what, ran.returncode == 0, f"{said}; {CLOSED}")
