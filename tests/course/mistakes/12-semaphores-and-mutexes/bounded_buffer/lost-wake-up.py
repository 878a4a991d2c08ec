# fails: bounded_buffer-full, bounded_buffer-one-place, bounded_buffer-in-order
# says: The state of free, filled and mutex
# lecture: 12-semaphores-and-mutexes#Lost wake-up
def produce(board, free, filled, mutex, items):
    places = len(board) - 2
    for item in items:
        free.acquire()
        with mutex:
            was_empty = board[0] == board[1]
            board[2 + board[0] % places] = item
            board[0] += 1
        if was_empty:  # only then can anybody wait
            filled.release()


def consume(board, free, filled, mutex, count):
    places = len(board) - 2
    items = []
    for _ in range(count):
        with mutex:
            is_empty = board[0] == board[1]
        if is_empty:
            filled.acquire()
        with mutex:
            items.append(board[2 + board[1] % places])
            board[1] += 1
        free.release()
    return items
