# fails: add_many-waits, add_many-two-at-once, add_many-five-at-once
# says: What north and south have
# lecture: 11-shared-memory#Lost updates
def add_many(board, lock, n):
    tickets = []
    for _ in range(n):
        ticket = board[0] + 1
        with lock:
            board[0] = ticket
        tickets.append(ticket)
    return tickets
