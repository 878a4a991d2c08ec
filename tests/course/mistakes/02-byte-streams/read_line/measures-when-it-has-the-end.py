# fails: read_line-no-end
# says: will not send
# lecture: 02-byte-streams#Framing by delimiter
def read_line(sock, buffer, limit):
    while (end := buffer.find(b"\r\n")) < 0:
        piece = sock.recv(4096)
        if not piece and buffer:
            raise EOFError("half a line")
        if not piece:
            return None
        buffer += piece
    if end > limit:
        raise ValueError("line too long")
    line = bytes(buffer[:end])
    del buffer[: end + 2]
    return line
