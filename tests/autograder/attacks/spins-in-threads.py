# points: 100
import threading


def spin():
    while True:
        pass


for _ in range(3):
    threading.Thread(target=spin, daemon=True).start()


def answer(request):
    return b"Hello, " + request + b"!"
