# points: 0
import contextlib
import os

import msgpack

SHAPES = [
    {"raised": {"types": [[]], "text": {}, "errno": 10**18, "frames": [("f", 2**60, None)]}},
    {"returned": None, "buffers": {3: b"x", None: 1}, "unclosed": [{}], "threads": {"a": 1}},
    {"exited": "0", "unloadable": 3, 5: 6},
    {"raised": {"types": "NotImplementedError", "frames": [["<cell answer>", -1, "\x1b"]]}},
]


def answer(request):
    for fd in range(3, 1024):
        for shape in SHAPES:
            words = msgpack.packb(shape)
            with contextlib.suppress(OSError):
                os.write(fd, len(words).to_bytes(4, "big") + b"\0\0" + words)
    return b""
