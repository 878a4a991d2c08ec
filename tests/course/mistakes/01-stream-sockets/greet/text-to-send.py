# fails: greet-one-line, greet-in-pieces, greet-no-answer, greet-reset, greet-nothing-left-open
# says: AttributeError
# lecture: 01-stream-sockets#read, write, send, recv
def greet(address, message):
    with socket.create_connection(address) as server:
        server.sendall(message.encode() + b"\n")
        answer = b""
        while piece := server.recv(4096):
            answer += piece
        return answer
