# fails: count_server-reset, count_server-nothing-left-open
# says: ConnectionResetError
# lecture: 01-stream-sockets#When the other end is gone: ECONNRESET, EPIPE, SIGPIPE
def count_server(listener):
    while True:
        client, _ = listener.accept()
        with client:
            total = 0
            while data := client.recv(4096):
                total += len(data)
            client.sendall(b"%d\n" % total)
