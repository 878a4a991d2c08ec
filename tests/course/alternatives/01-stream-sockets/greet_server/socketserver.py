import socketserver


def greet_server(listener):
    class Greeter(socketserver.StreamRequestHandler):
        def handle(self):
            with contextlib.suppress(ConnectionError):
                if self.rfile.readline().endswith(b"\n"):
                    self.wfile.write(b"Hello from server\n")

    server = socketserver.TCPServer(listener.getsockname(), Greeter, bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    while True:
        server.handle_request()
