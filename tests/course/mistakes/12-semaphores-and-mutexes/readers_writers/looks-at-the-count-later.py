# fails: readers_writers-count
# says: The state of readers, mutex, empty and door
# lecture: 12-semaphores-and-mutexes#Readers and writers
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
    with door, empty:
        yield
