def greet(address, message):
    with socket.create_connection(address) as server:
        server.sendall(message + b"\n")
        server.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: server.recv(4096), b""))
