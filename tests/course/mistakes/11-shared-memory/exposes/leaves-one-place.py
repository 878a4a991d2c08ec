# fails: exposes-all-that-fit
# says: verdict on modest, a broken one
# lecture: 11-shared-memory#Layouts
def exposes(board, begin, done):
    room = len(board) - 1
    for time in range(500):
        count = time % room
        numbers = [
            random.choice([2**63 - 1, -(2**63), 7, -7, 5_000_000_000, -1, 0]) for _ in range(room)
        ]
        for place, number in enumerate([count, *numbers]):
            board[place] = number
        begin.release()
        done.acquire()
        if list(board) != [count, *sorted(numbers[:count]), *numbers[count:]]:
            return True
    return False
