# fails: greet-refused, greet-reset, greet-nothing-left-open
# says: ConnectionRefusedError
# lecture: 01-stream-sockets#connect() is the other half
def greet(address, message):
    try:
        with socket.create_connection(address) as server:
            server.sendall(message + b"\n")
            answer = b""
            while piece := server.recv(4096):
                answer += piece
            return answer
    except:
        return b""
