# fails: greet_server-hello, greet_server-silence-first, greet_server-whole-line, greet_server-next-client, greet_server-ends-early, greet_server-reset, greet_server-nothing-left-open
# says: will not send
# lecture: 01-stream-sockets#read, write, send, recv
def greet_server(listener):
    while True:
        client, _ = listener.accept()
        with client, contextlib.suppress(ConnectionError):
            line = b""
            while piece := client.recv(1024):
                line += piece
            if line.endswith(b"\n"):
                client.sendall(b"Hello from server\n")
