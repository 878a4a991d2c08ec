# points: 0  "was ended by SIGABRT"
import os


def answer(request):
    os.abort()
