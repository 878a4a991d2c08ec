# fails: add_many-waits, add_many-two-at-once, add_many-five-at-once
# says: while lock.value == 0:
# lecture: 11-shared-memory#Lost updates
def add_many(board, lock, n):
    tickets = []
    for _ in range(n):
        while lock.value == 0:
            pass
        board[0] += 1
        tickets.append(board[0])
    return tickets
