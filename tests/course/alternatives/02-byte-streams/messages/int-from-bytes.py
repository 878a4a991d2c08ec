def send_message(sock, text):
    body = text.encode("utf-8")
    sock.sendall(len(body).to_bytes(4, "big"))
    sock.sendall(body)


def recv_message(sock, limit):
    def take(n):
        data = bytearray()
        while len(data) < n:
            piece = sock.recv(n - len(data))
            if not piece:
                break
            data += piece
        return data

    head = take(4)
    if not head:
        return None
    if len(head) < 4:
        raise EOFError("the stream ended within a length")
    size = int.from_bytes(head, "big")
    if size > limit:
        raise ValueError("too long")
    body = take(size)
    if len(body) < size:
        raise EOFError("the stream ended within a body")
    return body.decode("utf-8")
