# fails: open_listener-exact-address, open_listener-port-zero, open_listener-backlog, open_listener-restart, open_listener-taken
# says: EBADF: it is closed
# lecture: 01-stream-sockets#socket() makes a descriptor
def open_listener(host, port, backlog):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind((host, port))
        s.listen(backlog)
        return s
