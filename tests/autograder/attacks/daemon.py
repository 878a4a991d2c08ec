# points: 100
import os
import select

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        select.select([], [], [])  # it stays, until its sandbox goes
    os._exit(0)


def answer(request):
    return b"Hello, " + request + b"!"
