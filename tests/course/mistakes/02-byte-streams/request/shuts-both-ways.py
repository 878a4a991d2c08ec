# fails: request-half-close, request-in-pieces, request-both-ways, request-empty, request-reset
# says: expected
# lecture: 02-byte-streams#Half-close
def request(address, data):
    with socket.create_connection(address) as server:
        server.sendall(data)
        server.shutdown(socket.SHUT_RDWR)
        answer = b""
        while piece := server.recv(65536):
            answer += piece
        return answer
