# fails: greet_server-hello, greet_server-ends-early, greet_server-nothing-left-open
# says: leaves the connection open
# lecture: 01-stream-sockets#close() and shutdown()
def greet_server(listener):
    while True:
        client, _ = listener.accept()
        line = b""
        with contextlib.suppress(ConnectionError):
            while not line.endswith(b"\n"):
                piece = client.recv(1024)
                if not piece:
                    break
                line += piece
            else:
                client.sendall(b"Hello from server\n")
