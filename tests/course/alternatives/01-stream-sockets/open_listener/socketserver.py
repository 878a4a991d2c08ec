import socketserver


def open_listener(host, port, backlog):
    class Opener(socketserver.TCPServer):
        allow_reuse_address = True
        request_queue_size = backlog

    server = Opener((host, port), socketserver.BaseRequestHandler)
    return server.socket
