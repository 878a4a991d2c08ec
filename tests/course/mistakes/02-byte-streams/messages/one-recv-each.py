# fails: messages-in-pieces, messages-torn
# says: unpack requires a buffer of 4 bytes
# lecture: 02-byte-streams#recv() returns what is there
def send_message(sock, text):
    body = text.encode()
    sock.sendall(struct.pack("!I", len(body)) + body)


def recv_message(sock, limit):
    length = sock.recv(4)
    if not length:
        return None
    (size,) = struct.unpack("!I", length)
    if size > limit:
        raise ValueError(f"a message of {size} bytes")
    return sock.recv(size).decode()
