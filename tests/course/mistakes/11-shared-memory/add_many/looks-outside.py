# fails: add_many-two-at-once
# says: tickets.append(board[0])
# lecture: 11-shared-memory#Lost updates
def add_many(board, lock, n):
    tickets = []
    for _ in range(n):
        with lock:
            board[0] += 1
        tickets.append(board[0])
    return tickets
