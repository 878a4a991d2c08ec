# points: 0  "Too many open files"
import os


def answer(request):
    while True:
        os.dup(1)
