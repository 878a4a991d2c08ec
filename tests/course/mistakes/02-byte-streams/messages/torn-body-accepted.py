# fails: messages-torn
# says: EOFError
# lecture: 02-byte-streams#The end of the stream
def send_message(sock, text):
    body = text.encode()
    sock.sendall(struct.pack("!I", len(body)) + body)


def recv_message(sock, limit):
    first = sock.recv(1)
    if not first:
        return None
    (size,) = struct.unpack("!I", first + recv_exactly(sock, 3))
    if size > limit:
        raise ValueError(f"a message of {size} bytes")
    body = b""
    while len(body) < size and (piece := sock.recv(size - len(body))):
        body += piece
    return body.decode()
