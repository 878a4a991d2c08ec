def take(board, lock):
    lock.acquire()
    try:
        ticket = board[0] + 1
        board[0] = ticket
    finally:
        lock.release()
    return ticket


def add_many(board, lock, n):
    return [take(board, lock) for _ in range(n)]
