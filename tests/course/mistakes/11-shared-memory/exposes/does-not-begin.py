# fails: exposes-nothing-else, exposes-any-numbers, exposes-the-second-time, exposes-all-that-fit, exposes-many-times
# says: your exposes waits in
# lecture: 11-shared-memory#What is shared, and what is not
def exposes(board, begin, done):
    for place in range(len(board)):
        board[place] = 3 - place
    done.acquire()
    return list(board[1:]) != sorted(board[1:])
