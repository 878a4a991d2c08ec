def _one(board, before, after, mutex, side, item=None):
    """Wait for a turn, put an item in or take one out with the mutex in hand, say so."""
    before.acquire()
    with mutex:
        number = board[side]
        board[side] = number + 1
        place = 2 + number % (len(board) - 2)
        if item is None:
            item = board[place]
        else:
            board[place] = item
    after.release()
    return item


def produce(board, free, filled, mutex, items):
    """Put the items into the buffer."""
    for item in items:
        _one(board, free, filled, mutex, 0, item)


def consume(board, free, filled, mutex, count):
    """Take so many items out."""
    return [_one(board, filled, free, mutex, 1) for _ in range(count)]
