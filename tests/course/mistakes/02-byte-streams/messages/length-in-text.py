# fails: messages-on-the-wire, messages-bytes-not-characters, messages-in-pieces, messages-three-at-once, messages-end, messages-limit, messages-torn
# says: 0300
# lecture: 02-byte-streams#Framing by length
def send_message(sock, text):
    body = text.encode()
    sock.sendall(b"%04d" % len(body) + body)


def recv_message(sock, limit):
    first = sock.recv(1)
    if not first:
        return None
    size = int(first + recv_exactly(sock, 3))
    if size > limit:
        raise ValueError(f"a message of {size} bytes")
    return recv_exactly(sock, size).decode()
