# points: 0  "OSError"
import itertools


def answer(request):
    for folder in itertools.cycle(["/tmp", "/dev/shm", "/home/student"]):
        for number in itertools.count():
            with open(f"{folder}/{number}", "wb") as file:
                for _ in range(32):
                    file.write(bytes(1 << 20))
