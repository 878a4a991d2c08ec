# fails: add_many-alone, add_many-waits, add_many-two-at-once
# says: expected [42, 43, 44]
# lecture: 11-shared-memory#Lost updates
def add_many(board, lock, n):
    tickets = []
    for _ in range(n):
        with lock:
            tickets.append(board[0])
            board[0] += 1
    return tickets
