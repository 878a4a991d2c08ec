# fails: greet-one-line, greet-in-pieces, greet-no-answer, greet-reset, greet-nothing-left-open
# says: will not send
# lecture: 01-stream-sockets#connect() is the other half
def greet(address, message):
    with socket.create_connection(address) as server:
        answer = b""
        while piece := server.recv(4096):
            answer += piece
        server.sendall(message + b"\n")
        return answer
