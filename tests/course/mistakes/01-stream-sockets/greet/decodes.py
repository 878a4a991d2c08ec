# fails: greet-one-line, greet-in-pieces, greet-no-answer
# says: UnicodeDecodeError
# lecture: 01-stream-sockets#read, write, send, recv
def greet(address, message):
    with socket.create_connection(address) as server:
        server.sendall(message + b"\n")
        answer = ""
        while piece := server.recv(4096):
            answer += piece.decode()
        return answer
