# fails: count_server-nothing-and-much, count_server-reset, count_server-nothing-left-open
# says: b"0\n"
# lecture: 01-stream-sockets#One client at a time
def count_server(listener):
    total = 0
    while True:
        client, _ = listener.accept()
        with client, contextlib.suppress(ConnectionError):
            while data := client.recv(4096):
                total += len(data)
            client.sendall(b"%d\n" % total)
