# fails: exposes-nothing-else, exposes-the-second-time
# says: verdict on well_prepared, a broken one
# lecture: 11-shared-memory#What is shared, and what is not
def exposes(board, begin, done):
    room = len(board) - 1
    numbers = [2**63 - 1, 5_000_000_000, 7, 7, 3, 1, 0, -1, -7, -7, -(2**63)][:room]
    for time in range(500):
        for place, number in enumerate([room, *numbers]):
            board[place] = number
        begin.release()
        done.acquire()
        if list(board) != [room, *sorted(numbers)]:
            return True
    return False
