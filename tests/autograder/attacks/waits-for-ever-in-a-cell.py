# points: 100  "a line that did not end"
import socket
import threading


def answer(request):
    return b"Hello, " + request + b"!"


listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=listener.accept).start()
threading.Event().wait()
