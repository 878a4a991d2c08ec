# fails: messages-bytes-not-characters
# says: expected
# lecture: 02-byte-streams#Framing by length
def send_message(sock, text):
    sock.sendall(struct.pack("!I", len(text)) + text.encode())


def recv_message(sock, limit):
    first = sock.recv(1)
    if not first:
        return None
    (size,) = struct.unpack("!I", first + recv_exactly(sock, 3))
    if size > limit:
        raise ValueError(f"a message of {size} bytes")
    return recv_exactly(sock, size).decode()
