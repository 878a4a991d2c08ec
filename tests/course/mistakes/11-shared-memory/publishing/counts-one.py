# fails: publishing-whole, publishing-being-written, publishing-every-interleaving, publishing-killed, publishing-full-speed
# says: expected [2, 3, -1, 4] received [1, 3, -1, 4]
# lecture: 11-shared-memory#Publish, then snapshot
def publish(board, record):
    for place, number in enumerate(record, 1):
        board[place] = number
    board[0] += 1


def snapshot(board, tries):
    for _ in range(tries):
        before = board[0]
        record = board[1:].tolist()
        if before % 2 == 0 and board[0] == before:
            return record
    raise TimeoutError("no whole record")
