# fails: exposes-any-numbers
# says: verdict on by_size, a broken one
# lecture: 11-shared-memory#Layouts
def exposes(board, begin, done):
    room = len(board) - 1
    for time in range(500):
        count = time % (room + 1)
        numbers = [random.randrange(100) for _ in range(room)]
        for place, number in enumerate([count, *numbers]):
            board[place] = number
        begin.release()
        done.acquire()
        if list(board) != [count, *sorted(numbers[:count]), *numbers[count:]]:
            return True
    return False
