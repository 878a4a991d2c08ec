# fails: bounded_buffer-two-producers, bounded_buffer-two-consumers, bounded_buffer-mutex
# says: nobody waits for the semaphore
# lecture: 12-semaphores-and-mutexes#Producer and consumer
import threading


def produce(board, free, filled, mutex, items):
    lock = threading.Lock()
    places = len(board) - 2
    for item in items:
        free.acquire()
        with lock:
            board[2 + board[0] % places] = item
            board[0] += 1
        filled.release()


def consume(board, free, filled, mutex, count):
    lock = threading.Lock()
    places = len(board) - 2
    items = []
    for _ in range(count):
        filled.acquire()
        with lock:
            items.append(board[2 + board[1] % places])
            board[1] += 1
        free.release()
    return items
