def greet_server(listener):
    while True:
        client, _ = listener.accept()
        client.settimeout(0.05)
        with client, contextlib.suppress(ConnectionError):
            line = b""
            while not line.endswith(b"\n"):
                try:
                    piece = client.recv(1024)
                except TimeoutError:
                    continue
                if not piece:
                    break
                line += piece
            else:
                client.sendall(b"Hello from server\n")
