# fails: publishing-whole, publishing-odd, publishing-being-written
# says: expected [4, 5, 9, 2] received [2, 5, 9, 2]
# lecture: 11-shared-memory#Publish, then snapshot
version = 0


def publish(board, record):
    global version
    board[0] = version + 1
    for place, number in enumerate(record, 1):
        board[place] = number
    version += 2
    board[0] = version


def snapshot(board, tries):
    for _ in range(tries):
        before = board[0]
        record = board[1:].tolist()
        if before % 2 == 0 and board[0] == before:
            return record
    raise TimeoutError("no whole record")
