# fails: boards-nothing-open, boards-too-large
# says: What is open afterwards
# lecture: 11-shared-memory#Sizes and life
@contextlib.contextmanager
def create_board(name, size):
    path = f"/dev/shm{name}"
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.ftruncate(fd, size)
        with mmap.mmap(fd, size) as board:
            yield board
    finally:
        os.unlink(path)


@contextlib.contextmanager
def open_board(name):
    fd = os.open(f"/dev/shm{name}", os.O_RDWR)
    if os.fstat(fd).st_size == 0:
        raise FileNotFoundError(name)
    with mmap.mmap(fd, 0) as board:
        yield board
