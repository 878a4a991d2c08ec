import selectors


def send_all(sock, data):
    rest = bytearray(data)
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_WRITE)
        while rest:
            selector.select()
            with contextlib.suppress(BlockingIOError):
                del rest[: sock.send(rest)]
