# fails: greet-nothing-left-open
# says: What is open while the variables are kept
# lecture: 01-stream-sockets#socket() makes a descriptor
def greet(address, message):
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.connect(address)
    server.sendall(message + b"\n")
    answer = b""
    while piece := server.recv(4096):
        answer += piece
    return answer
