# fails: bounded_buffer-two-producers, bounded_buffer-two-consumers, bounded_buffer-mutex
# says: What was taken, in whatever order, is not what it must be.
# lecture: 12-semaphores-and-mutexes#Producer and consumer
def produce(board, free, filled, mutex, items):
    places = len(board) - 2
    for item in items:
        free.acquire()
        board[2 + board[0] % places] = item
        board[0] += 1
        filled.release()


def consume(board, free, filled, mutex, count):
    places = len(board) - 2
    items = []
    for _ in range(count):
        filled.acquire()
        items.append(board[2 + board[1] % places])
        board[1] += 1
        free.release()
    return items
