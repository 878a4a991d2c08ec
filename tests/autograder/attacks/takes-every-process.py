# points: 100
import os
import signal
import threading

for _ in range(50):
    if os.fork() == 0:
        signal.pause()
for _ in range(50):
    threading.Thread(target=threading.Event().wait, daemon=True).start()


def answer(request):
    return b"Hello, " + request + b"!"
