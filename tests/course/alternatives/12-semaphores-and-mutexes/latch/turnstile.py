def arrive(board, mutex, gate):
    """The last one opens the gate, once and for all."""
    with mutex:
        board[0] -= 1
        if board[0] == 0:
            gate.release()


def wait_for_all(board, mutex, gate):
    """Pass the gate, and hold it open for the next one."""
    gate.acquire()
    gate.release()
