# fails: boards-there-already
# says: name is still there is not what it must be
# lecture: 11-shared-memory#Leaks and the tracker
@contextlib.contextmanager
def create_board(name, size):
    path = f"/dev/shm{name}"
    fd = None
    try:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        os.ftruncate(fd, size)
        with mmap.mmap(fd, size) as board:
            yield board
    finally:
        if fd is not None:
            os.close(fd)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)


@contextlib.contextmanager
def open_board(name):
    fd = os.open(f"/dev/shm{name}", os.O_RDWR)
    try:
        size = os.fstat(fd).st_size
        if size == 0:
            raise FileNotFoundError(name)
        with mmap.mmap(fd, size) as board:
            yield board
    finally:
        os.close(fd)
