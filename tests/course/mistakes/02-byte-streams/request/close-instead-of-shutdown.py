# fails: request-half-close, request-in-pieces, request-both-ways, request-empty, request-reset
# says: Bad file descriptor
# lecture: 02-byte-streams#Half-close
def request(address, data):
    server = socket.create_connection(address)
    server.sendall(data)
    server.close()
    answer = b""
    while piece := server.recv(65536):
        answer += piece
    return answer
