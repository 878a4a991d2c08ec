# fails: bounded_buffer-full, bounded_buffer-empty, bounded_buffer-one-place
# says: Deadlock: producer and consumer wait, and nobody is left to wake them.
# lecture: 12-semaphores-and-mutexes#Deadlock
def produce(board, free, filled, mutex, items):
    places = len(board) - 2
    for item in items:
        with mutex:
            free.acquire()
            board[2 + board[0] % places] = item
            board[0] += 1
            filled.release()


def consume(board, free, filled, mutex, count):
    places = len(board) - 2
    items = []
    for _ in range(count):
        with mutex:
            filled.acquire()
            items.append(board[2 + board[1] % places])
            board[1] += 1
            free.release()
    return items
