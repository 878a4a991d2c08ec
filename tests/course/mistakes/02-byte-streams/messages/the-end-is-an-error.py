# fails: messages-end
# says: EOFError
# lecture: 02-byte-streams#The end of the stream
def send_message(sock, text):
    body = text.encode()
    sock.sendall(struct.pack("!I", len(body)) + body)


def recv_message(sock, limit):
    (size,) = struct.unpack("!I", recv_exactly(sock, 4))
    if size > limit:
        raise ValueError(f"a message of {size} bytes")
    return recv_exactly(sock, size).decode()
