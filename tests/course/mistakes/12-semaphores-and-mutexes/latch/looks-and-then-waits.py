# fails: latch-lost-wake-up
# says: gate.acquire() (waits)
# lecture: 12-semaphores-and-mutexes#Lost wake-up
def arrive(board, mutex, gate):
    with mutex:
        board[0] -= 1
        if board[0] == 0:
            for _ in range(board[1]):
                gate.release()


def wait_for_all(board, mutex, gate):
    with mutex:
        all_are_here = board[0] == 0
    if all_are_here:
        return
    with mutex:
        board[1] += 1
    gate.acquire()
