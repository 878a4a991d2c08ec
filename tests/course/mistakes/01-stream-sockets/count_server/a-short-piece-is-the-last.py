# fails: count_server-in-pieces, count_server-nothing-and-much
# says: 5\n
# lecture: 01-stream-sockets#read, write, send, recv
def count_server(listener):
    while True:
        client, _ = listener.accept()
        with client, contextlib.suppress(ConnectionError):
            total = 0
            while True:
                data = client.recv(4096)
                total += len(data)
                if len(data) < 4096:
                    break
            client.sendall(b"%d\n" % total)
