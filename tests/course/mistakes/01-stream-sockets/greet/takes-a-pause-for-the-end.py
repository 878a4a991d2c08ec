# fails: greet-in-pieces
# says: expected
# lecture: 01-stream-sockets#read, write, send, recv
def greet(address, message):
    with socket.create_connection(address) as s:
        s.sendall(message + b"\n")
        s.settimeout(2)
        answer = b""
        try:
            while piece := s.recv(4096):
                answer += piece
        except TimeoutError:
            pass
        return answer
