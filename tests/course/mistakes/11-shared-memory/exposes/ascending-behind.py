# fails: exposes-nothing-else
# says: verdict on thorough, a broken one
# lecture: 11-shared-memory#What is shared, and what is not
def exposes(board, begin, done):
    room = len(board) - 1
    for time in range(500):
        count = time % (room + 1)
        numbers = [random.choice([-(2**63), 7, -7, 5_000_000_000, -1, 0]) for _ in range(count)]
        behind = [2**62 + place for place in range(room - count)]
        for place, number in enumerate([count, *numbers, *behind]):
            board[place] = number
        begin.release()
        done.acquire()
        if list(board) != [count, *sorted(numbers), *behind]:
            return True
    return False
