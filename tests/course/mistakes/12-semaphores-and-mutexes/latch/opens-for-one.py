# fails: latch-three-wait
# says: for a semaphore that nobody will post
# lecture: 12-semaphores-and-mutexes#Counting
def arrive(board, mutex, gate):
    with mutex:
        board[0] -= 1
        if board[0] == 0 and board[1] > 0:
            gate.release()


def wait_for_all(board, mutex, gate):
    with mutex:
        if board[0] == 0:
            return
        board[1] += 1
    gate.acquire()
