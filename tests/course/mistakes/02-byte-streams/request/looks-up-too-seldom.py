# fails: request-both-ways
# says: request does not read all that server sent
# lecture: 02-byte-streams#Both ways at once
def request(address, data):
    answer = bytearray()
    with socket.create_connection(address) as server:
        for start in range(0, len(data), 7_000_000):
            server.sendall(data[start : start + 7_000_000])
            while select.select([server], [], [], 0)[0]:
                answer += server.recv(65536)
        server.shutdown(socket.SHUT_WR)
        while piece := server.recv(65536):
            answer += piece
        return bytes(answer)
