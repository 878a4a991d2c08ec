# fails: exposes-nothing-else, exposes-any-numbers, exposes-the-second-time, exposes-all-that-fit, exposes-many-times
# says: your exposes waits in
# lecture: 11-shared-memory#What is shared, and what is not
def exposes(board, begin, done):
    room = len(board) - 1
    for time in range(500):
        count = time % (room + 1)
        numbers = [
            random.choice([2**63 - 1, -(2**63), 7, -7, 5_000_000_000, -1, 0]) for _ in range(room)
        ]
        for place, number in enumerate([count, *numbers]):
            board[place] = number
        done.acquire()
        begin.release()
        if list(board) != [count, *sorted(numbers[:count]), *numbers[count:]]:
            return True
    return False
