# fails: greet_server-hello, greet_server-silence-first, greet_server-whole-line, greet_server-next-client, greet_server-ends-early, greet_server-reset, greet_server-nothing-left-open
# says: expected   b"Hello from server\n"
# lecture: 01-stream-sockets#accept() makes a new descriptor
def greet_server(listener):
    while True:
        client, _ = listener.accept()
        with client:
            line = b""
            while not line.endswith(b"\n"):
                piece = client.recv(1024)
                if not piece:
                    break
                line += piece
            else:
                listener.sendall(b"Hello from server\n")
