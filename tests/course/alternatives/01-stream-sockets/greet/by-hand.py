def greet(address, message):
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        server.connect(address)
        server.sendall(message)
        server.sendall(b"\n")
        pieces = []
        while True:
            piece = server.recv(100)
            if not piece:
                break
            pieces.append(piece)
    finally:
        server.close()
    return b"".join(pieces)
