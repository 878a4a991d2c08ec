import selectors


def greet_server(listener):
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is listener:
                    client, _ = listener.accept()
                    selector.register(client, selectors.EVENT_READ)
                    continue
                client = key.fileobj
                try:
                    piece = client.recv(1024)
                    if piece.endswith(b"\n"):
                        client.sendall(b"Hello from server\n")
                except ConnectionError:
                    piece = b""
                if not piece or piece.endswith(b"\n"):
                    selector.unregister(client)
                    client.close()
