# fails: publishing-odd, publishing-being-written, publishing-every-interleaving, publishing-killed
# says: the version is right, 6 of [1, 1, 1]
# lecture: 11-shared-memory#Publish, then snapshot
def publish(board, record):
    board[0] += 2
    for place, number in enumerate(record, 1):
        board[place] = number


def snapshot(board, tries):
    for _ in range(tries):
        before = board[0]
        record = board[1:].tolist()
        if before % 2 == 0 and board[0] == before:
            return record
    raise TimeoutError("no whole record")
