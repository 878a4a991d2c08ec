# fails: count_server-nothing-and-much
# says: 0\n
# lecture: 01-stream-sockets#read, write, send, recv
def count_server(listener):
    while True:
        client, _ = listener.accept()
        with client, contextlib.suppress(ConnectionError):
            total = 0
            while data := client.recv(4096):
                total += len(data)
            if total:
                client.sendall(b"%d\n" % total)
