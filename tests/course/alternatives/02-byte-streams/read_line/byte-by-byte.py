def read_line(sock, buffer, limit):
    line = bytearray()
    while not line.endswith(b"\r\n"):
        if len(line) >= limit + 2:
            raise ValueError(f"a line of more than {limit} bytes")
        if buffer:
            line.append(buffer.pop(0))
            continue
        byte = sock.recv(1)
        if not byte and line:
            raise EOFError("the stream ended within a line")
        if not byte:
            return None
        line += byte
    return bytes(line[:-2])
