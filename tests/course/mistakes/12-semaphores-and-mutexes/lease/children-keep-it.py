# fails: lease-child
# says: passer_by does not return
# lecture: 12-semaphores-and-mutexes#Locks that die with their holder
@contextlib.contextmanager
def lease(path):
    with open(path, "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
