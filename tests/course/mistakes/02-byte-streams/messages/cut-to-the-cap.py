# fails: messages-limit
# says: ValueError
# lecture: 02-byte-streams#Framing by length
def send_message(sock, text):
    body = text.encode()
    sock.sendall(struct.pack("!I", len(body)) + body)


def recv_message(sock, limit):
    first = sock.recv(1)
    if not first:
        return None
    (size,) = struct.unpack("!I", first + recv_exactly(sock, 3))
    return (
        sock.recv(min(size, limit), socket.MSG_DONTWAIT).decode()
        if size > limit
        else recv_exactly(sock, size).decode()
    )
