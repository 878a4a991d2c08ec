# fails: exposes-many-times
# says: verdict on tired, a broken one
# lecture: 11-shared-memory#Layouts
def exposes(board, begin, done):
    room = len(board) - 1
    for time in range(100):
        count = time % (room + 1)
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
