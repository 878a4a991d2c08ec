# fails: count_server-nothing-left-open
# says: What is open when all clients are gone
# lecture: 01-stream-sockets#close() and shutdown()
def count_server(listener):
    while True:
        client, _ = listener.accept()
        with contextlib.suppress(ConnectionError):
            total = 0
            while data := client.recv(4096):
                total += len(data)
            client.sendall(b"%d\n" % total)
            client.close()
