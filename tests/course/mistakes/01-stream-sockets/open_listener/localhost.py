# fails: open_listener-exact-address, open_listener-nothing-left-open
# says: 127.0.0.1
# lecture: 01-stream-sockets#Which address: loopback and any
def open_listener(host, port, backlog):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("localhost", port))
        listener.listen(backlog)
    except OSError:
        listener.close()
        raise
    return listener
