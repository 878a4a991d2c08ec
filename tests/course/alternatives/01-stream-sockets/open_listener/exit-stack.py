def open_listener(host, port, backlog):
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
        listener.bind((host, port))
        listener.listen(backlog)
        stack.pop_all()  # it went well: nothing to undo
        return listener
