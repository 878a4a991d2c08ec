# fails: boards-there-already, boards-two-makers, boards-not-there
# says: ExistentialError
# lecture: 11-shared-memory#Making and naming
@contextlib.contextmanager
def create_board(name, size):
    memory = posix_ipc.SharedMemory(name, posix_ipc.O_CREX, size=size)
    try:
        with mmap.mmap(memory.fd, size) as board:
            yield board
    finally:
        memory.close_fd()
        memory.unlink()


@contextlib.contextmanager
def open_board(name):
    memory = posix_ipc.SharedMemory(name)
    try:
        if not memory.size:
            raise FileNotFoundError(name)
        with mmap.mmap(memory.fd, memory.size) as board:
            yield board
    finally:
        memory.close_fd()
