# fails: add_many-waits, add_many-two-at-once, add_many-five-at-once
# says: waits for the semaphore
# lecture: 11-shared-memory#Lost updates
def add_many(board, lock, n):
    tickets = []
    for _ in range(n):
        board[0] += 1
        tickets.append(board[0])
    return tickets
