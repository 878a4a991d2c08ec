# fails: exposes-the-second-time, exposes-all-that-fit, exposes-many-times
# says: verdict on well_prepared, a broken one
# lecture: 11-shared-memory#What is shared, and what is not
def exposes(board, begin, done):
    room = len(board) - 1
    numbers = [2**63 - 1, -(2**63), 7, -7, 7, 5_000_000_000, 1][:room]
    for place, number in enumerate([room - 1, *numbers, *range(room - len(numbers), 0, -1)]):
        board[place] = number
    before = list(board)
    begin.release()
    done.acquire()
    return list(board) != [before[0], *sorted(before[1:room]), before[room]]
