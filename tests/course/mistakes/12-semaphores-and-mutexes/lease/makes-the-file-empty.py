# fails: lease-file-stays
# says: What is in the file is not
# lecture: 12-semaphores-and-mutexes#Locks that die with their holder
@contextlib.contextmanager
def lease(path):
    with open(path, "w") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        yield
