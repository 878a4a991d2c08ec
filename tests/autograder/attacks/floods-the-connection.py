# points: 0 in 01-stream-sockets/greet_server
def greet_server(listener):
    client, _ = listener.accept()
    while True:
        client.sendall(bytes(1 << 20))
