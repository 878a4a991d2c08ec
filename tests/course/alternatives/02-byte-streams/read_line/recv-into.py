def read_line(sock, buffer, limit):
    room = bytearray(37)
    end = buffer.find(b"\r\n")
    while end == -1 and len(buffer) < limit + 2:
        n = sock.recv_into(room)
        if n == 0 and len(buffer) == 0:
            return None
        if n == 0:
            raise EOFError(len(buffer))
        buffer += room[:n]
        end = buffer.find(b"\r\n")
    if not 0 <= end <= limit:
        raise ValueError(limit)
    line = bytes(memoryview(buffer)[:end])
    del buffer[: end + 2]
    return line
