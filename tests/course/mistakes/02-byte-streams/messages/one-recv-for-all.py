# fails: messages-in-pieces, messages-three-at-once, messages-torn
# says: requires a buffer of at least 4
# lecture: 02-byte-streams#Bytes, not messages
def send_message(sock, text):
    body = text.encode()
    sock.sendall(struct.pack("!I", len(body)) + body)


def recv_message(sock, limit):
    data = sock.recv(4 + limit)
    if not data:
        return None
    (size,) = struct.unpack_from("!I", data)
    if size > limit:
        raise ValueError(f"a message of {size} bytes")
    return data[4 : 4 + size].decode()
