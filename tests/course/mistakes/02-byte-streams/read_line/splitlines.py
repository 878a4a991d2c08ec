# fails: read_line-lone-bytes
# says: expected
# lecture: 02-byte-streams#Framing by delimiter
def read_line(sock, buffer, limit):
    while b"\r\n" not in buffer:
        if len(buffer) >= limit + 2:
            raise ValueError
        piece = sock.recv(4096)
        if not piece:
            if buffer:
                raise EOFError
            return None
        buffer += piece
    line = bytes(buffer).splitlines()[0]
    if len(line) > limit:
        raise ValueError
    del buffer[: len(line) + 2]
    return line
