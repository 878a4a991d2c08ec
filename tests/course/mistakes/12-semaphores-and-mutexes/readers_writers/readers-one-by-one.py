# fails: readers_writers-readers-together, readers_writers-last-reader, readers_writers-count, readers_writers-exception
# says: the semaphore's value is 2
# lecture: 12-semaphores-and-mutexes#Readers and writers
@contextlib.contextmanager
def read_lock(readers, mutex, empty, door):
    with door, empty:
        yield


@contextlib.contextmanager
def write_lock(readers, mutex, empty, door):
    with door, empty:
        yield
