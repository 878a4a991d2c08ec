# fails: boards-removed, boards-too-large
# says: left behind
# lecture: 11-shared-memory#Leaks and the tracker
@contextlib.contextmanager
def create_board(name, size):
    path = f"/dev/shm{name}"
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.ftruncate(fd, size)
        with mmap.mmap(fd, size) as board:
            yield board
    finally:
        os.close(fd)
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
