# fails: bounded_buffer-full, bounded_buffer-empty, bounded_buffer-one-place
# says: without an end
# lecture: 12-semaphores-and-mutexes#Counting
def produce(board, free, filled, mutex, items):
    places = len(board) - 2
    for item in items:
        while free.value == 0:
            pass
        free.acquire()
        with mutex:
            board[2 + board[0] % places] = item
            board[0] += 1
        filled.release()


def consume(board, free, filled, mutex, count):
    places = len(board) - 2
    items = []
    for _ in range(count):
        while board[0] == board[1]:
            pass
        filled.acquire()
        with mutex:
            items.append(board[2 + board[1] % places])
            board[1] += 1
        free.release()
    return items
