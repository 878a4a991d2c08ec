# fails: open_listener-taken, open_listener-nothing-left-open
# says: OSError
# lecture: 01-stream-sockets#bind() gives it a name
def open_listener(host, port, backlog):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.bind((host, 0))
    listener.listen(backlog)
    return listener
