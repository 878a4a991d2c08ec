def produce(board, free, filled, mutex, items):
    """Put the items in; a post never waits, so it may be made with the mutex in hand."""
    ring = board[2:]
    for item in items:
        free.acquire()
        mutex.acquire()
        try:
            ring[board[0] % len(ring)] = item
            board[0] = board[0] + 1
            filled.release()
        finally:
            mutex.release()


def consume(board, free, filled, mutex, count):
    """Take so many items out."""
    ring, items = board[2:], []
    while len(items) < count:
        filled.acquire()
        mutex.acquire()
        try:
            items += [ring[board[1] % len(ring)]]
            board[1] = board[1] + 1
            free.release()
        finally:
            mutex.release()
    return items
