# fails: read_line-tail-kept, read_line-from-the-buffer, read_line-limit, read_line-lone-bytes
# says: will not send
# lecture: 02-byte-streams#Framing by delimiter
def read_line(sock, buffer, limit):
    while (end := buffer.find(b"\r\n", 0, limit + 2)) < 0:
        if len(buffer) >= limit + 2:
            raise ValueError("line too long")
        piece = sock.recv(4096)
        if not piece and buffer:
            raise EOFError("half a line")
        if not piece:
            return None
        buffer += piece
    line = bytes(buffer[:end])
    buffer.clear()
    return line
