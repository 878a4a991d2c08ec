# fails: read_line-in-pieces, read_line-tail-kept, read_line-from-the-buffer, read_line-limit, read_line-end-of-stream, read_line-lone-bytes
# says: UnicodeDecodeError
# lecture: 02-byte-streams#Bytes, not messages
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
    line = buffer[:end].decode()
    del buffer[: end + 2]
    return line
