def read_line(sock, buffer, limit):
    while True:
        line, end, rest = bytes(buffer).partition(b"\r\n")
        if len(line) > limit + (not end and line.endswith(b"\r")):
            raise ValueError(f"a line of more than {limit} bytes")
        if end:
            buffer[:] = rest
            return line
        piece = sock.recv(100)
        if not piece:
            break
        buffer.extend(piece)
    if buffer:
        raise EOFError("the stream ended within a line")
    return None
