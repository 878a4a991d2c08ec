# fails: greet-reset
# says: ConnectionResetError
# lecture: 01-stream-sockets#When the other end is gone: ECONNRESET, EPIPE, SIGPIPE
def greet(address, message):
    with socket.create_connection(address) as server:
        server.sendall(message + b"\n")
        answer = b""
        try:
            while piece := server.recv(4096):
                answer += piece
        except ConnectionResetError:
            pass
        return answer
