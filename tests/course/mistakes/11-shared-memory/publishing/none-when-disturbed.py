# fails: publishing-odd, publishing-meanwhile, publishing-half, publishing-every-interleaving, publishing-killed
# says: expected snapshot raises TimeoutError received snapshot returned None
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
        if before % 2 == 0 and board[0] == before:
            return record
    return None
