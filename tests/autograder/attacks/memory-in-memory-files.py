# points: 0  "took more than"
import os


def answer(request):
    while True:
        file = os.memfd_create("hoard")
        os.posix_fallocate(file, 0, 60 << 20)
