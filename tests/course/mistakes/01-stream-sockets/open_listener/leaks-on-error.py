# fails: open_listener-nothing-left-open
# says: What is open while the error is handled
# lecture: 01-stream-sockets#socket() makes a descriptor
def open_listener(host, port, backlog):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(backlog)
    return listener
