# fails: open_listener-exact-address, open_listener-port-zero, open_listener-backlog, open_listener-restart, open_listener-taken
# says: Invalid argument
# lecture: 01-stream-sockets#listen() opens the door
def open_listener(host, port, backlog):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener
