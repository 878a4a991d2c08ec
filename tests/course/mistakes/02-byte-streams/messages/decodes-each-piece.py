# fails: messages-in-pieces
# says: UnicodeDecodeError
# lecture: 02-byte-streams#Bytes, not messages
def send_message(sock, text):
    body = text.encode()
    sock.sendall(struct.pack("!I", len(body)) + body)


def recv_message(sock, limit):
    first = sock.recv(1)
    if not first:
        return None
    (missing,) = struct.unpack("!I", first + recv_exactly(sock, 3))
    if missing > limit:
        raise ValueError(f"a message of {missing} bytes")
    text = ""
    while missing:
        piece = sock.recv(missing)
        if not piece:
            raise EOFError("half a message")
        missing -= len(piece)
        text += piece.decode()
    return text
