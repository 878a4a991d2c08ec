# fails: lease-one-at-a-time, lease-file-stays
# says: the semaphore's value is 2
# lecture: 12-semaphores-and-mutexes#Locks that die with their holder
@contextlib.contextmanager
def lease(path):
    with open(path, "ab") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.unlink(path)
