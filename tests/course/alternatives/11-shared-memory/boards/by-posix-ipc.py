def mapped(memory):
    try:
        return mmap.mmap(memory.fd, memory.size)
    finally:
        memory.close_fd()


class Board:
    def __init__(self, board, unlink=lambda: None):
        self.board, self.unlink = board, unlink

    def __enter__(self):
        return memoryview(self.board)

    def __exit__(self, *_):
        self.unlink()


def create_board(name, size):
    try:
        memory = posix_ipc.SharedMemory(name, posix_ipc.O_CREX, size=size)
    except posix_ipc.ExistentialError:
        raise FileExistsError(name) from None
    try:
        return Board(mapped(memory), memory.unlink)
    except OSError:
        memory.unlink()
        raise


def open_board(name):
    try:
        memory = posix_ipc.SharedMemory(name)
    except posix_ipc.ExistentialError:
        raise FileNotFoundError(name) from None
    if not memory.size:
        memory.close_fd()
        raise FileNotFoundError(name)
    return Board(mapped(memory))
