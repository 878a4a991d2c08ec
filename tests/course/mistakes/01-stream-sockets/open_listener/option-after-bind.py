# fails: open_listener-restart
# says: Address already in use
# lecture: 01-stream-sockets#TIME_WAIT and SO_REUSEADDR
def open_listener(host, port, backlog):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.bind((host, port))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.listen(backlog)
    except OSError:
        listener.close()
        raise
    return listener
