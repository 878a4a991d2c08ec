# fails: add_many-waits, add_many-two-at-once, add_many-five-at-once
# says: nobody waits for the semaphore
# lecture: 11-shared-memory#Lost updates
import threading


def add_many(board, lock, n):
    mine = threading.Lock()
    tickets = []
    for _ in range(n):
        with mine:
            board[0] += 1
            tickets.append(board[0])
    return tickets
