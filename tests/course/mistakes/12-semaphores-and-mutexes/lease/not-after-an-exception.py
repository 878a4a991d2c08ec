# fails: lease-left
# says: What is open is not
# lecture: 12-semaphores-and-mutexes#Locks that die with their holder
@contextlib.contextmanager
def lease(path):
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.lockf(fd, fcntl.LOCK_EX)
    yield
    os.close(fd)
