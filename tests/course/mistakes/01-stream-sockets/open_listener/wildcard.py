# fails: open_listener-exact-address
# says: 0.0.0.0
# lecture: 01-stream-sockets#Which address: loopback and any
def open_listener(host, port, backlog):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("", port))
        listener.listen(backlog)
    except OSError:
        listener.close()
        raise
    return listener
