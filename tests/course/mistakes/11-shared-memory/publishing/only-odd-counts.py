# fails: publishing-meanwhile, publishing-half, publishing-every-interleaving
# says: one look ever notices a change
# lecture: 11-shared-memory#Publish, then snapshot
def publish(board, record):
    board[0] |= 1
    for place, number in enumerate(record, 1):
        board[place] = number
    board[0] += 1


def snapshot(board, tries):
    for _ in range(tries):
        if board[0] % 2 == 0:
            return board[1:].tolist()
    raise TimeoutError
