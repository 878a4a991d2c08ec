@contextlib.contextmanager
def create_board(name, size):
    memory = multiprocessing_memory.SharedMemory(name, create=True, size=size)
    try:
        yield memory.buf
    finally:
        memory.close()
        memory.unlink()


@contextlib.contextmanager
def open_board(name):
    try:
        memory = multiprocessing_memory.SharedMemory(name)
    except ValueError:  # it cannot be mapped, for it has no bytes yet
        raise FileNotFoundError(name) from None
    try:
        yield memory.buf
    finally:
        memory.close()
