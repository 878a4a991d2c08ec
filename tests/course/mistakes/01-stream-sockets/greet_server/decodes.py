# fails: greet_server-whole-line
# says: UnicodeDecodeError
# lecture: 01-stream-sockets#read, write, send, recv
def greet_server(listener):
    while True:
        client, _ = listener.accept()
        with client, contextlib.suppress(ConnectionError):
            line = ""
            while not line.endswith("\n"):
                piece = client.recv(1024)
                if not piece:
                    break
                line += piece.decode()
            else:
                client.sendall(b"Hello from server\n")
