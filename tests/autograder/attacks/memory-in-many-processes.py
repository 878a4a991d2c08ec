# points: 0  "took more than"
import os


def answer(request):
    for _ in range(4):
        os.fork()
    hoard = []
    while True:
        hoard.append(b"x" * (16 << 20))
