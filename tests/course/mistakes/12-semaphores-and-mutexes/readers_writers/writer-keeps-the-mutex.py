# fails: readers_writers-last-reader, readers_writers-no-starvation, readers_writers-never-half
# says: Deadlock: reader and writer wait, and nobody is left to wake them.
# lecture: 12-semaphores-and-mutexes#Deadlock
@contextlib.contextmanager
def read_lock(readers, mutex, empty, door):
    with door:
        pass
    with mutex:
        readers[0] += 1
        if readers[0] == 1:
            empty.acquire()
    try:
        yield
    finally:
        with mutex:
            readers[0] -= 1
            if readers[0] == 0:
                empty.release()


@contextlib.contextmanager
def write_lock(readers, mutex, empty, door):
    with door, mutex, empty:
        yield
