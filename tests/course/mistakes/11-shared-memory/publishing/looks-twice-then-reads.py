# fails: publishing-meanwhile, publishing-half, publishing-every-interleaving
# says: one of the two was read, [1, 2, 2]
# lecture: 11-shared-memory#Torn reads
def publish(board, record):
    board[0] |= 1
    for place, number in enumerate(record, 1):
        board[place] = number
    board[0] += 1


def snapshot(board, tries):
    for _ in range(tries):
        if board[0] % 2 == 0 and board[0] == board[0]:
            return [board[place] for place in range(1, len(board))]
    raise TimeoutError
