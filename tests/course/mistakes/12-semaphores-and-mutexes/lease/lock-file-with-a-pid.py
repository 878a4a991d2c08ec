# fails: lease-killed, lease-killed-with-one-waiting, lease-child, lease-file-stays
# says: the semaphore's value is 2
# lecture: 12-semaphores-and-mutexes#Locks that die with their holder
@contextlib.contextmanager
def lease(path):
    while True:
        with contextlib.suppress(FileExistsError):
            fd = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            break
        signal.sigtimedwait([], 0.01)
    os.write(fd, b"%d\n" % os.getpid())
    os.close(fd)
    try:
        yield
    finally:
        os.unlink(path)
