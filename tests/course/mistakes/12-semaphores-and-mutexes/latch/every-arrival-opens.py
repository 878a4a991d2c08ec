# fails: latch-not-before
# says: nobody waits for the semaphore
# lecture: 12-semaphores-and-mutexes#Counting
def arrive(board, mutex, gate):
    with mutex:
        board[0] -= 1
        for _ in range(board[1]):
            gate.release()


def wait_for_all(board, mutex, gate):
    with mutex:
        if board[0] == 0:
            return
        board[1] += 1
    gate.acquire()
