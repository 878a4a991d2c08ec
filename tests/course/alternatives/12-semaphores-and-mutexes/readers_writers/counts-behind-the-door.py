@contextlib.contextmanager
def read_lock(readers, mutex, empty, door):
    """Count while the door is in hand; a writer opens the door again as soon as it is alone."""
    with door, mutex:
        first = readers[0] == 0
        readers[0] += 1
        if first:
            empty.acquire()
    with contextlib.ExitStack() as leaving:
        leaving.callback(_leave, readers, mutex, empty)
        yield


def _leave(readers, mutex, empty):
    with mutex:
        readers[0] -= 1
        last = readers[0] == 0
        if last:
            empty.release()


@contextlib.contextmanager
def write_lock(readers, mutex, empty, door):
    """Wait at the door for `empty`; inside, the door may be open: nobody gets `empty`."""
    with door:
        empty.acquire()
    try:
        yield
    finally:
        empty.release()
