# fails: latch-lost-wake-up, latch-two-arrive, latch-three-wait, latch-mutex
# says: wait_for_all waits for ever: nobody is left to wake it.
# lecture: 12-semaphores-and-mutexes#Lost wake-up
def arrive(board, mutex, gate):
    board[0] -= 1  # one less
    if board[0] == 0 and board[1] > 0:
        gate.release()  # that was the last one, and somebody waits


def wait_for_all(board, mutex, gate):
    if board[0] > 0:  # somebody has still to arrive
        with mutex:
            board[1] += 1
        gate.acquire()
