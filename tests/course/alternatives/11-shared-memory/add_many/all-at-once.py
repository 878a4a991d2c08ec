def add_many(board, lock, n):
    with lock:
        first = board[0] + 1
        board[0] += n
    return list(range(first, first + n))
