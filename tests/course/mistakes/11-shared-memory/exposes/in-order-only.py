# fails: exposes-any-numbers
# says: verdict on rising, a broken one
# lecture: 11-shared-memory#Layouts
def exposes(board, begin, done):
    room = len(board) - 1
    for time in range(500):
        count = time % (room + 1)
        numbers = [
            random.choice([2**63 - 1, -(2**63), 7, -7, 5_000_000_000, -1, 0]) for _ in range(room)
        ]
        for place, number in enumerate([count, *numbers]):
            board[place] = number
        begin.release()
        done.acquire()
        found = list(board)
        if found[0] != count or found[1 : count + 1] != sorted(found[1 : count + 1]):
            return True
        if found[count + 1 :] != numbers[count:]:
            return True
    return False
