# fails: add_many-no-more
# says: the semaphore's value is 1
# lecture: 11-shared-memory#Lost updates
def add_many(board, lock, n):
    tickets = []
    for _ in range(n):
        lock.acquire()
        board[0] += 1
        tickets.append(board[0])
        lock.release()
    return tickets
