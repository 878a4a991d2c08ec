def publish(board, record):
    if board[0] % 2 == 0:
        board[0] += 1
    for place in reversed(range(len(record))):
        board[1 + place] = record[place]
    board[0] += 1


def look(board):
    first = board[0]
    if first % 2:
        return None
    record = [board[place] for place in range(1, len(board))]
    return record if board[0] == first else None


def snapshot(board, tries):
    if tries == 0:
        raise TimeoutError("disturbed each time")
    record = look(board)
    return snapshot(board, tries - 1) if record is None else record
