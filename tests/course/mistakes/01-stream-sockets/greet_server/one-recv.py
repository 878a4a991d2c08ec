# fails: greet_server-whole-line, greet_server-ends-early, greet_server-nothing-left-open
# says: Hello from server\n
# lecture: 01-stream-sockets#read, write, send, recv
def greet_server(listener):
    while True:
        client, _ = listener.accept()
        with client, contextlib.suppress(ConnectionError):
            client.recv(1024)
            client.sendall(b"Hello from server\n")
