def greet(address, message):
    with socket.create_connection(address) as server:
        server.sendall(message + b"\n")
        server.settimeout(0.05)
        answer = b""
        while True:
            try:
                piece = server.recv(4096)
            except TimeoutError:
                continue
            if not piece:
                return answer
            answer += piece
