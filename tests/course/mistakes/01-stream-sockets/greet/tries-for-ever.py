# fails: greet-refused, greet-nothing-left-open
# says: computes without an end
# lecture: 01-stream-sockets#connect() is the other half
def greet(address, message):
    while True:
        try:
            server = socket.create_connection(address)
            break
        except ConnectionRefusedError:
            pass
    with server:
        server.sendall(message + b"\n")
        answer = b""
        while piece := server.recv(4096):
            answer += piece
        return answer
