# fails: readers_writers-count, readers_writers-exception
# says: readers[0] += 1 (reads
# lecture: 12-semaphores-and-mutexes#Readers and writers
@contextlib.contextmanager
def read_lock(readers, mutex, empty, door):
    with door:
        pass
    readers[0] += 1
    if readers[0] == 1:
        empty.acquire()
    try:
        yield
    finally:
        readers[0] -= 1
        if readers[0] == 0:
            empty.release()


@contextlib.contextmanager
def write_lock(readers, mutex, empty, door):
    with door, empty:
        yield
