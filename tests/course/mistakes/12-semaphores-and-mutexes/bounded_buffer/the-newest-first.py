# fails: bounded_buffer-in-order, bounded_buffer-full, bounded_buffer-empty, bounded_buffer-mutex
# says: returned something else
# lecture: 12-semaphores-and-mutexes#Producer and consumer
def produce(board, free, filled, mutex, items):
    for item in items:
        free.acquire()
        with mutex:
            board[2 + board[0]] = item
            board[0] += 1
        filled.release()


def consume(board, free, filled, mutex, count):
    items = []
    for _ in range(count):
        filled.acquire()
        with mutex:
            board[0] -= 1
            items.append(board[2 + board[0]])
        free.release()
    return items
