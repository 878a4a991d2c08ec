# fails: publishing-meanwhile
# says: one look ever notices a change
# lecture: 11-shared-memory#Publish, then snapshot
def publish(board, record):
    board[0] |= 1
    for place, number in enumerate(record, 1):
        board[place] = number
    board[0] += 1


def snapshot(board, tries):
    for _ in range(tries):
        before = board[0]
        record = board[1:].tolist()
        after = board[0]
        if before % 2 == 0 and after % 2 == 0:
            return record
    raise TimeoutError
