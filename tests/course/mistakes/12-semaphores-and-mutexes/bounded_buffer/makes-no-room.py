# fails: bounded_buffer-in-order, bounded_buffer-full, bounded_buffer-one-place, bounded_buffer-mutex
# says: for a semaphore that nobody will post
# lecture: 12-semaphores-and-mutexes#Counting
def produce(board, free, filled, mutex, items):
    places = len(board) - 2
    for item in items:
        free.acquire()
        with mutex:
            board[2 + board[0] % places] = item
            board[0] += 1
        filled.release()


def consume(board, free, filled, mutex, count):
    places = len(board) - 2
    items = []
    for _ in range(count):
        filled.acquire()
        with mutex:
            items.append(board[2 + board[1] % places])
            board[1] += 1
    return items
