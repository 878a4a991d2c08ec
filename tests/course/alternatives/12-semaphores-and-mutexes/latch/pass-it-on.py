def arrive(board, mutex, gate):
    """The last one wakes one who waits."""
    mutex.acquire()
    try:
        left = board[0] = board[0] - 1
        waiting = board[1]
    finally:
        mutex.release()
    if left == 0 and waiting:
        gate.release()


def wait_for_all(board, mutex, gate):
    """Who was woken wakes the next one."""
    with mutex:
        waits = board[0] > 0
        board[1] += waits
    if waits:
        gate.acquire()
        with mutex:
            board[1] -= 1
            others = board[1]
        if others:
            gate.release()
