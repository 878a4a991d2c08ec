# points: 0  "took more than"
import mmap
import os

FLAGS = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | mmap.MAP_POPULATE


def answer(request):
    for _ in range(4):
        os.fork()
    hoard = [mmap.mmap(-1, 256 << 20, flags=FLAGS) for _ in range(3)]  # each is allowed that much
    while hoard:
        pass
