def greet_server(listener):
    while True:
        client, _ = listener.accept()
        with client, contextlib.suppress(ConnectionError), client.makefile("rb") as lines:
            if lines.readline().endswith(b"\n"):
                client.sendall(b"Hello from server\n")
