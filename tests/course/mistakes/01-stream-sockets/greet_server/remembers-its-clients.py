# fails: greet_server-nothing-left-open
# says: What is open when all clients are gone
# lecture: 01-stream-sockets#accept() makes a new descriptor
def greet_server(listener):
    clients = []
    while True:
        client, _ = listener.accept()
        clients.append(client)
        line = b""
        with contextlib.suppress(ConnectionError):
            while not line.endswith(b"\n"):
                piece = client.recv(1024)
                if not piece:
                    break
                line += piece
            else:
                client.sendall(b"Hello from server\n")
            client.shutdown(socket.SHUT_RDWR)
