# fails: open_listener-backlog
# says: 128
# lecture: 01-stream-sockets#listen() opens the door
def open_listener(host, port, backlog):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener
