# points: 0
import os
from pathlib import Path

FILE = Path("/tmp/answers.py")
FILE.write_text("import signal\n\n\ndef wait():\n    signal.pause()\n")
exec(compile(FILE.read_text(), str(FILE), "exec"))


def answer(request):
    """Who reads the line that it stands at reads a FIFO that nobody writes to."""
    FILE.unlink()
    os.mkfifo(FILE)
    globals()["wait"]()
