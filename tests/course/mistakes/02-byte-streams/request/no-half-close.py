# fails: request-half-close, request-in-pieces, request-both-ways, request-empty, request-reset
# says: leaves the connection open
# lecture: 02-byte-streams#Half-close
def request(address, data):
    with socket.create_connection(address) as server, ThreadPoolExecutor(1) as helper:
        sending = helper.submit(server.sendall, data)
        answer = bytearray()
        while piece := server.recv(65536):
            answer += piece
        sending.result()
        return bytes(answer)
