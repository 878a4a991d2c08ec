# fails: lease-one-at-a-time, lease-killed-with-one-waiting, lease-file-stays
# says: its value is 2
# lecture: 12-semaphores-and-mutexes#Locks that die with their holder
import threading


_locks = {}


@contextlib.contextmanager
def lease(path):
    with _locks.setdefault(path, threading.Lock()):
        yield
