# fails: greet_server-next-client, greet_server-ends-early, greet_server-reset, greet_server-nothing-left-open
# says: Nobody is listening
# lecture: 01-stream-sockets#One client at a time
def greet_server(listener):
    client, _ = listener.accept()
    with client, contextlib.suppress(ConnectionError):
        line = b""
        while not line.endswith(b"\n"):
            piece = client.recv(1024)
            if not piece:
                return
            line += piece
        client.sendall(b"Hello from server\n")
