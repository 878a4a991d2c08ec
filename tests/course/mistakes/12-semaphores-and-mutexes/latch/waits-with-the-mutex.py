# fails: latch-lost-wake-up, latch-three-wait, latch-not-before
# says: Deadlock: wait_for_all and arrive wait, and nobody is left to wake them.
# lecture: 12-semaphores-and-mutexes#Deadlock
def arrive(board, mutex, gate):
    with mutex:
        board[0] -= 1
        if board[0] == 0:
            for _ in range(board[1]):
                gate.release()


def wait_for_all(board, mutex, gate):
    with mutex:
        if board[0] > 0:
            board[1] += 1
            gate.acquire()
