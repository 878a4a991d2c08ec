"""Where a module for these objects is not installed, all else works, and it is said what to do."""

import subprocess
import sys

import pytest

WITHOUT = """
import sys
sys.modules[{missing!r}] = None
from ipclab import call, case, conversation, fresh_name, lock_file, shared_memory
from ipclab.errors import GraderFault
import ipclab

with conversation():
    board, lock = shared_memory(8), lock_file()
    call(bytes, board).expect(bytes(8))
    fresh_name()
    try:
        ipclab.{function}()
    except GraderFault as fault:
        print(fault)
"""


@pytest.mark.parametrize(
    ("function", "missing"),
    [("semaphore", "posix_ipc"), ("message_queue", "posix_ipc"), ("mailbox", "sysv_ipc")],
)
def test_a_module_that_is_missing_is_named(function, missing):
    program = WITHOUT.format(missing=missing, function=function)
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert ran.stderr == ""
    assert ran.stdout == (
        f"this needs {missing}, which is not installed: `make env`, or pip install {missing}\n"
    )
