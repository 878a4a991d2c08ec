# fails: greet_server-reset, greet_server-nothing-left-open
# says: ConnectionResetError
# lecture: 01-stream-sockets#When the other end is gone: ECONNRESET, EPIPE, SIGPIPE
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
                client.sendall(b"Hello from server\n")
