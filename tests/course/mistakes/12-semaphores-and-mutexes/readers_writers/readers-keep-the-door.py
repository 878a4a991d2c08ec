# fails: readers_writers-readers-together, readers_writers-last-reader, readers_writers-count
# says: for a semaphore that nobody will post
# lecture: 12-semaphores-and-mutexes#Readers and writers
@contextlib.contextmanager
def read_lock(readers, mutex, empty, door):
    with door:
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
