# fails: read_line-in-pieces
# says: will not send
# lecture: 02-byte-streams#Framing by delimiter
def read_line(sock, buffer, limit):
    end = buffer.find(b"\r\n", 0, limit + 2)
    while end < 0:
        if len(buffer) >= limit + 2:
            raise ValueError("line too long")
        piece = sock.recv(4096)
        if not piece and buffer:
            raise EOFError("half a line")
        if not piece:
            return None
        if b"\r\n" in piece:
            end = len(buffer) + piece.index(b"\r\n")
        buffer += piece
    if end > limit:
        raise ValueError("line too long")
    line = bytes(buffer[:end])
    del buffer[: end + 2]
    return line
