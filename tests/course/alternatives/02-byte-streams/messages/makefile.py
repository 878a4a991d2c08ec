def send_message(sock, text):
    with sock.makefile("wb") as f:
        body = text.encode()
        f.write(struct.pack("!I", len(body)))
        f.write(body)


def recv_message(sock, limit):
    with sock.makefile("rb", buffering=0) as f:
        head = b""
        while len(head) < 4:
            piece = f.read(4 - len(head))
            if not piece:
                if head:
                    raise EOFError
                return None
            head += piece
        (n,) = struct.unpack("!I", head)
        if n > limit:
            raise ValueError
        body = b""
        while len(body) < n:
            piece = f.read(n - len(body))
            if not piece:
                raise EOFError
            body += piece
    return body.decode("utf8")
