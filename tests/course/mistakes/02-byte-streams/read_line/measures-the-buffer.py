# fails: read_line-limit, read_line-lone-bytes
# says: ValueError
# lecture: 02-byte-streams#Framing by delimiter
def read_line(sock, buffer, limit):
    while True:
        if len(buffer) >= limit + 3:
            raise ValueError("line too long")
        end = buffer.find(b"\r\n")
        if end >= 0:
            break
        if len(buffer) >= limit + 2:
            raise ValueError("line too long")
        piece = sock.recv(4096)
        if not piece and buffer:
            raise EOFError("half a line")
        if not piece:
            return None
        buffer += piece
    line = bytes(buffer[:end])
    del buffer[: end + 2]
    return line
