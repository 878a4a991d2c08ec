"""Paths where there is nothing yet."""

from ipclab import names
from ipclab.stage import current


def fresh_path(suffix: str = "", *, stays: bool = False) -> str:
    """A path where there is nothing yet, in a folder of the case's own: for a FIFO, a socket file.

    What lies in that folder at the end of the case was left behind: the card says so, and it is
    removed. `stays`: the function is to leave it, so the card is silent.

    >>> with conversation():
    ...     fresh_path(".lock").endswith(".lock")
    True
    """
    return names.of(current()).fresh_path(suffix, stays)
