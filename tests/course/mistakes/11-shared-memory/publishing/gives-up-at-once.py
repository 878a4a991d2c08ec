# fails: publishing-meanwhile
# says: one of the two was read, disturbed
# lecture: 11-shared-memory#Publish, then snapshot
def publish(board, record):
    board[0] |= 1
    for place, number in enumerate(record, 1):
        board[place] = number
    board[0] += 1


def snapshot(board, tries):
    before = board[0]
    record = board[1:].tolist()
    if before % 2 == 0 and board[0] == before:
        return record
    raise TimeoutError
