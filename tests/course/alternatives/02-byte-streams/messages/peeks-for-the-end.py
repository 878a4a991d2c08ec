def send_message(sock, text):
    body = text.encode()
    send_all(sock, struct.pack("!I", len(body)) + body)


def recv_message(sock, limit):
    if not sock.recv(1, socket.MSG_PEEK):
        return None
    size = int.from_bytes(recv_exactly(sock, 4), "big")
    if size > limit:
        raise ValueError(f"{size} is more than {limit}")
    return recv_exactly(sock, size).decode()
