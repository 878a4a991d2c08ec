# fails: bounded_buffer-one-place
# says: consumer returned something else
# lecture: 12-semaphores-and-mutexes#Producer and consumer
def produce(board, free, filled, mutex, items):
    places = len(board) - 2
    for item in items:
        free.acquire()
        filled.release()
        with mutex:
            board[2 + board[0] % places] = item
            board[0] += 1


def consume(board, free, filled, mutex, count):
    places = len(board) - 2
    items = []
    for _ in range(count):
        filled.acquire()
        with mutex:
            items.append(board[2 + board[1] % places])
            board[1] += 1
        free.release()
    return items
