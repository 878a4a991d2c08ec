def read_line(sock, buffer, limit):
    """Takes from the socket no more than the line: peeks first."""
    while b"\r\n" not in buffer[: limit + 2] and len(buffer) < limit + 2:
        seen = sock.recv(limit + 2 - len(buffer), socket.MSG_PEEK)
        if not seen:
            if buffer:
                raise EOFError("the stream ended within a line")
            return None
        end = (buffer + seen).find(b"\r\n")
        wanted = len(seen) if end < 0 else end + 2 - len(buffer)
        buffer += sock.recv(wanted)
    end = buffer[: limit + 2].find(b"\r\n")
    if end < 0:
        raise ValueError(f"a line of more than {limit} bytes")
    line = bytes(buffer[:end])
    del buffer[: end + 2]
    return line
