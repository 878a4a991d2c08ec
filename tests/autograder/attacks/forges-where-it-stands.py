# points: 0
import contextlib
import os
import signal

WORDS = (
    'Thread 0x1 (most recent call first):\n  File "<cell answer>", line {} in answer\n'
    'Thread 0x1 (most recent call first):\n  File "/etc/passwd", line 1 in \x1b[31mroot\n'
)


def answer(request):
    text = WORDS.format("9" * 5000).encode()
    for fd in range(3, 1024):
        with contextlib.suppress(OSError):
            if os.readlink(f"/proc/self/fd/{fd}").startswith("pipe:"):
                os.write(fd, text)
    signal.pause()
