# fails: messages-on-the-wire, messages-bytes-not-characters, messages-in-pieces, messages-three-at-once, messages-end, messages-limit, messages-torn
# says: \x01\x00\x00
# lecture: 02-byte-streams#Network byte order
def send_message(sock, text):
    body = text.encode()
    sock.sendall(struct.pack("=I", len(body)) + body)


def recv_message(sock, limit):
    first = sock.recv(1)
    if not first:
        return None
    (size,) = struct.unpack("=I", first + recv_exactly(sock, 3))
    if size > limit:
        raise ValueError(f"a message of {size} bytes")
    return recv_exactly(sock, size).decode()
