# points: 0
import os
import signal


def answer(request):
    os.kill(os.getpid(), signal.SIGSTOP)
    return b"Hello, " + request + b"!"
