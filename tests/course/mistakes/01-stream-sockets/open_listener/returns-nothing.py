# fails: open_listener-exact-address, open_listener-port-zero, open_listener-backlog, open_listener-restart, open_listener-taken
# says: NoneType
# lecture: 01-stream-sockets#socket() makes a descriptor
def open_listener(host, port, backlog):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(backlog)
    except OSError:
        listener.close()
        raise
