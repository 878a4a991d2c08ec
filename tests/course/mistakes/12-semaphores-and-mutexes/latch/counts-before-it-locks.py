# fails: latch-two-arrive, latch-mutex
# says: How many have still to arrive is not what it must be.
# lecture: 12-semaphores-and-mutexes#Producer and consumer
def arrive(board, mutex, gate):
    board[0] -= 1
    with mutex:
        if board[0] == 0:
            for _ in range(board[1]):
                gate.release()


def wait_for_all(board, mutex, gate):
    with mutex:
        if board[0] == 0:
            return
        board[1] += 1
    gate.acquire()
