# fails: add_many-waits, add_many-two-at-once, add_many-five-at-once
# says: nobody waits for the semaphore
# lecture: 11-shared-memory#Lost updates
def add_many(board, lock, n):
    mine = posix_ipc.Semaphore(None, posix_ipc.O_CREX, initial_value=1)
    mine.unlink()
    tickets = []
    for _ in range(n):
        with mine:
            board[0] += 1
            tickets.append(board[0])
    return tickets
