def exposes(board, begin, done):
    room = len(board) - 1
    for time in range(500):
        count = room - time % (room + 1)
        numbers = [random.getrandbits(64) - 2**63 for _ in range(room)]
        numbers[: count // 2] = [time % 5 - 2] * (count // 2)
        board[:] = array("q", [count, *numbers])
        expected = [count, *sorted(numbers[:count]), *numbers[count:]]
        begin.release()
        done.acquire()
        if board.tolist() != expected:
            return True
    return False
