# fails: greet-in-pieces, greet-no-answer
# says: computes without an end
# lecture: 01-stream-sockets#read, write, send, recv
def greet(address, message):
    with socket.create_connection(address) as server:
        server.sendall(message + b"\n")
        answer = b""
        while not answer.endswith(b"\n"):
            answer += server.recv(1)
        return answer
