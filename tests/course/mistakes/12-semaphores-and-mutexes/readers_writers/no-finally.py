# fails: readers_writers-exception
# says: for a semaphore that nobody will post
# lecture: 12-semaphores-and-mutexes#Readers and writers
@contextlib.contextmanager
def read_lock(readers, mutex, empty, door):
    with door:
        pass
    with mutex:
        readers[0] += 1
        if readers[0] == 1:
            empty.acquire()
    yield
    with mutex:
        readers[0] -= 1
        if readers[0] == 0:
            empty.release()


@contextlib.contextmanager
def write_lock(readers, mutex, empty, door):
    door.acquire()
    empty.acquire()
    yield
    empty.release()
    door.release()
