# fails: publishing-odd, publishing-meanwhile, publishing-half, publishing-every-interleaving, publishing-killed
# says: expected snapshot raises TimeoutError received snapshot returned [1, 0, 0]
# lecture: 11-shared-memory#Torn reads
def publish(board, record):
    board[0] |= 1
    for place, number in enumerate(record, 1):
        board[place] = number
    board[0] += 1


def snapshot(board, tries):
    return board[1:].tolist()
