# fails: open_listener-exact-address, open_listener-port-zero, open_listener-nothing-left-open
# says: 8080
# lecture: 01-stream-sockets#bind() gives it a name
def open_listener(host, port, backlog):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, 8080))
        listener.listen(backlog)
    except OSError:
        listener.close()
        raise
    return listener
