# fails: greet_server-ends-early, greet_server-nothing-left-open
# says: Hello from server\n
# lecture: 01-stream-sockets#read, write, send, recv
def greet_server(listener):
    while True:
        client, _ = listener.accept()
        with client, contextlib.suppress(ConnectionError):
            line = b""
            while not line.endswith(b"\n"):
                piece = client.recv(1024)
                if not piece:
                    break
                line += piece
            client.sendall(b"Hello from server\n")
