# fails: request-both-ways
# says: request does not read all that server sent
# lecture: 02-byte-streams#Both ways at once
def request(address, data):
    with socket.create_connection(address) as server:
        server.sendall(data)
        server.shutdown(socket.SHUT_WR)
        answer = bytearray()
        while piece := server.recv(65536):
            answer += piece
        return bytes(answer)
