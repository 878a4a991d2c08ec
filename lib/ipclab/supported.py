"""Where IPC Lab runs. Imports nothing of its own: it must load everywhere."""

import sys

OLDEST = (3, 11)


def complaint(platform: str = sys.platform, version: tuple[int, ...] = sys.version_info[:3]) -> str:
    """One sentence that says why this is no place for IPC Lab and what to do; "" where it is one.

    >>> complaint("linux", (3, 12, 1))
    ''
    """
    if platform in {"win32", "cygwin"}:
        return (
            "IPC Lab needs Linux: on Windows, install WSL2 (`wsl --install` in PowerShell), "
            "open Ubuntu and start the course there."
        )
    if platform != "linux":
        return (
            f"IPC Lab needs Linux, and this is {_called(platform)}: "
            "start the course on Binder, in a Linux virtual machine or on a lab machine."
        )
    if version < OLDEST:
        found, needed = (".".join(map(str, number[:2])) for number in (version, OLDEST))
        return (
            f"IPC Lab needs Python {needed} or newer, and this is Python {found}: "
            f"install python{needed} and make the environment with it."
        )
    return ""


def _called(platform: str) -> str:
    return "macOS" if platform == "darwin" else platform
