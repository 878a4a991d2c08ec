# fails: readers_writers-no-starvation
# says: the semaphore's value is 0
# lecture: 12-semaphores-and-mutexes#Starvation
@contextlib.contextmanager
def read_lock(readers, mutex, empty, door):
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
    with empty:
        yield
