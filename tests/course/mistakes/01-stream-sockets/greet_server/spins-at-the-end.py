# fails: greet_server-ends-early, greet_server-nothing-left-open
# says: computes without an end
# lecture: 01-stream-sockets#read, write, send, recv
def greet_server(listener):
    while True:
        client, _ = listener.accept()
        with client, contextlib.suppress(ConnectionError):
            line = b""
            while not line.endswith(b"\n"):
                line += client.recv(1024)
            client.sendall(b"Hello from server\n")
