# fails: count_server-in-pieces
# says: b"5\n"
# lecture: 01-stream-sockets#read, write, send, recv
def count_server(listener):
    while True:
        client, _ = listener.accept()
        with client, contextlib.suppress(ConnectionError):
            client.settimeout(2)
            total = 0
            with contextlib.suppress(TimeoutError):
                while data := client.recv(4096):
                    total += len(data)
            client.sendall(b"%d\n" % total)
