class read_lock:
    """Readers come in past the door; the first one takes `empty`, the last one gives it back."""

    def __init__(self, readers, mutex, empty, door):
        self.readers, self.mutex, self.empty, self.door = readers, mutex, empty, door

    def __enter__(self):
        self.door.acquire()
        self.door.release()
        self._count(+1, self.empty.acquire, 1)

    def __exit__(self, *_):
        self._count(-1, self.empty.release, 0)

    def _count(self, change, action, when):
        with self.mutex:
            self.readers[0] += change
            if self.readers[0] == when:
                action()


class write_lock:
    """A writer keeps the door until nobody is inside."""

    def __init__(self, readers, mutex, empty, door):
        self.locks = door, empty

    def __enter__(self):
        for lock in self.locks:
            lock.acquire()

    def __exit__(self, *_):
        for lock in self.locks:
            lock.release()
