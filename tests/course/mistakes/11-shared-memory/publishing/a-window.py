# fails: publishing-whole, publishing-odd, publishing-meanwhile, publishing-half, publishing-every-interleaving, publishing-killed, publishing-full-speed
# says: expected [0, 0, 0] received (0, 0, 0)
# lecture: 11-shared-memory#Torn reads
def publish(board, record):
    board[0] |= 1
    for place, number in enumerate(record, 1):
        board[place] = number
    board[0] += 1


def snapshot(board, tries):
    for _ in range(tries):
        before = board[0]
        if before % 2 == 0 and board[0] == before:
            return tuple(board[1:])
    raise TimeoutError
