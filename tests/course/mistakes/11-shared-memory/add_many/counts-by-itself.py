# fails: add_many-waits, add_many-two-at-once, add_many-five-at-once
# says: expected [101, 102]
# lecture: 11-shared-memory#Lost updates
def add_many(board, lock, n):
    first = board[0] + 1
    with lock:
        board[0] = first + n - 1
    return list(range(first, first + n))
