"""What this machine can isolate, found by trying it, and how to get the rest."""

import shutil
import subprocess
from dataclasses import dataclass

from ipcgrade import sandbox

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


@dataclass(frozen=True)
class Finding:
    """One thing that grading needs."""

    what: str
    is_well: bool
    remedy: str = ""

    def __str__(self) -> str:
        return f"{'ok' if self.is_well else 'NO':2}  {self.what}" + (
            "" if self.is_well else f"\n    {self.remedy}"
        )


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
    ]


def _tried(what: str, command: list[str]) -> Finding:
    try:
        ran = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=DEADLINE
        )
    except subprocess.TimeoutExpired:
        return Finding(what, False, f"it did not start within {DEADLINE:g} s")
    said = (ran.stderr.strip().splitlines() or [f"exit status {ran.returncode}"])[-1]
    return Finding(what, ran.returncode == 0, f"{said}; {CLOSED}")
