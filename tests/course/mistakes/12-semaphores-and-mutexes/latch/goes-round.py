# fails: latch-not-before, latch-three-wait
# says: without an end
# lecture: 12-semaphores-and-mutexes#Counting
def arrive(board, mutex, gate):
    with mutex:
        board[0] -= 1


def wait_for_all(board, mutex, gate):
    while True:
        with mutex:
            if board[0] == 0:
                return
