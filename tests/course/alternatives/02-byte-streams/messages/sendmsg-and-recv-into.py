def send_message(sock, text):
    body = memoryview(text.encode())
    head = memoryview(struct.pack(">L", len(body)))
    while head or body:
        sent = sock.sendmsg([head, body])
        head, body = head[sent:], body[max(0, sent - len(head)) :]


def recv_message(sock, limit):
    def fill(room):
        view = memoryview(room)
        while view:
            size = sock.recv_into(view)
            if not size:
                return len(room) - len(view)
            view = view[size:]
        return len(room)

    head = bytearray(4)
    came = fill(head)
    if came == 0:
        return None
    if came < 4:
        raise EOFError("torn length")
    (size,) = struct.unpack(">L", head)
    if size > limit:
        raise ValueError(size)
    body = bytearray(size)
    if fill(body) < size:
        raise EOFError("torn body")
    return str(body, "utf-8")
