# fails: count_server-in-pieces, count_server-nothing-and-much, count_server-reset, count_server-nothing-left-open
# says: 5\n
# lecture: 01-stream-sockets#read, write, send, recv
def count_server(listener):
    while True:
        client, address = listener.accept()
        total = 0
        while True:
            data = client.recv(4096)
            total += len(data)
            if len(data) < 4096:  # the last piece is a short one
                break
        client.send(b"%d\n" % total)
        client.shutdown(socket.SHUT_RDWR)  # hang up
