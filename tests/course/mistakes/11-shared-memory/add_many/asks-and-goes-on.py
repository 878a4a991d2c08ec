# fails: add_many-waits, add_many-two-at-once, add_many-five-at-once, add_many-no-more
# says: nobody waits for the semaphore
# lecture: 11-shared-memory#Lost updates
def add_many(board, lock, n):
    tickets = []
    for _ in range(n):
        try:
            lock.acquire(0)
        except posix_ipc.BusyError:
            board[0] += 1
            tickets.append(board[0])
        else:
            board[0] += 1
            tickets.append(board[0])
            lock.release()
    return tickets
