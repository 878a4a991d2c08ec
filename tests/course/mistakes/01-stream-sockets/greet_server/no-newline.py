# fails: greet_server-hello, greet_server-silence-first, greet_server-whole-line, greet_server-next-client, greet_server-ends-early, greet_server-reset, greet_server-nothing-left-open
# says: Hello from server
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
            else:
                client.sendall(b"Hello from server")
