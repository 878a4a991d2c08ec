"""What a command does when nobody reads its output any more: `ipclab check 02 | head -3`."""

import os
import signal
import sys

ENDED = 128 + signal.SIGPIPE  # the exit status, as a shell reports it of other programs


def fall_silent() -> int:
    """Print nothing more, not even what is still buffered at the end. Returns the exit status."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
    return ENDED
