def count_server(listener):
    while True:
        client, _ = listener.accept()
        with client, contextlib.suppress(ConnectionError), client.makefile("rb") as everything:
            client.sendall(f"{len(everything.read())}\n".encode())
