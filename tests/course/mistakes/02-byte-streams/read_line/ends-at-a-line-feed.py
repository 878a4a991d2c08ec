# fails: read_line-lone-bytes
# says: expected
# lecture: 02-byte-streams#Framing by delimiter
def read_line(sock, buffer, limit):
    while (end := buffer.find(b"\n")) < 0:
        if len(buffer) >= limit + 2:
            raise ValueError("line too long")
        piece = sock.recv(4096)
        if not piece and buffer:
            raise EOFError("half a line")
        if not piece:
            return None
        buffer += piece
    line = bytes(buffer[:end]).rstrip(b"\r")
    if len(line) > limit:
        raise ValueError("line too long")
    del buffer[: end + 1]
    return line
