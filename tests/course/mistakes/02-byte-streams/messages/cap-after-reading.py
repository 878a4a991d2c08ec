# fails: messages-limit
# says: will not send
# lecture: 02-byte-streams#Framing by length
def send_message(sock, text):
    body = text.encode()
    sock.sendall(struct.pack("!I", len(body)) + body)


def recv_message(sock, limit):
    first = sock.recv(1)
    if not first:
        return None
    (size,) = struct.unpack("!I", first + recv_exactly(sock, 3))
    body = recv_exactly(sock, size)
    if len(body) > limit:
        raise ValueError(f"a message of {size} bytes")
    return body.decode()
