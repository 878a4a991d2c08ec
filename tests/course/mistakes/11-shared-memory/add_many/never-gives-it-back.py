# fails: add_many-alone, add_many-waits, add_many-two-at-once, add_many-five-at-once, add_many-no-more
# says: lock.acquire()
# lecture: 11-shared-memory#Lost updates
def add_many(board, lock, n):
    tickets = []
    for _ in range(n):
        lock.acquire()
        board[0] += 1
        tickets.append(board[0])
    return tickets
