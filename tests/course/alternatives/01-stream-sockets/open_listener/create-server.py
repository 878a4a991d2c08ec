def open_listener(host, port, backlog):
    return socket.create_server((host, port), backlog=backlog)
