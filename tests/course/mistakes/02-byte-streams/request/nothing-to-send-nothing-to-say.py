# fails: request-empty
# says: will not send
# lecture: 02-byte-streams#Half-close
def request(address, data):
    def send_and_finish():
        server.sendall(data)
        server.shutdown(socket.SHUT_WR)

    with socket.create_connection(address) as server, ThreadPoolExecutor(1) as helper:
        if data:
            helper.submit(send_and_finish)
        answer = bytearray()
        while piece := server.recv(65536):
            answer += piece
        return bytes(answer)
