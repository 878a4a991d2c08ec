# fails: messages-three-at-once
# says: None
# lecture: 02-byte-streams#Framing by length
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
    if size == 0:
        return None
    return recv_exactly(sock, size).decode()
