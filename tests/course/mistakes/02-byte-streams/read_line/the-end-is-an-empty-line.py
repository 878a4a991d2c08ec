# fails: read_line-end-of-stream
# says: b''
# lecture: 02-byte-streams#The end of the stream
def read_line(sock, buffer, limit):
    while (end := buffer.find(b"\r\n", 0, limit + 2)) < 0:
        if len(buffer) >= limit + 2:
            raise ValueError("line too long")
        piece = sock.recv(4096)
        if not piece and buffer:
            raise EOFError("half a line")
        if not piece:
            return b""
        buffer += piece
    line = bytes(buffer[:end])
    del buffer[: end + 2]
    return line
