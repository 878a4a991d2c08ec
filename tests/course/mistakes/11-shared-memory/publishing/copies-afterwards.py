# fails: publishing-half, publishing-every-interleaving
# says: the old record was read, or none, [2, 2, 1]
# lecture: 11-shared-memory#Torn reads
def publish(board, record):
    board[0] |= 1
    for place, number in enumerate(record, 1):
        board[place] = number
    board[0] += 1


def snapshot(board, tries):
    for _ in range(tries):
        before = board[0]
        record = board[1:]
        if before % 2 == 0 and board[0] == before:
            return list(record)
    raise TimeoutError
