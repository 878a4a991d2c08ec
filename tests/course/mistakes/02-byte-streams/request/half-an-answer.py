# fails: request-reset
# says: ConnectionResetError
# lecture: 02-byte-streams#Closing with unread data
def request(address, data):
    def send_and_finish():
        server.sendall(data)
        server.shutdown(socket.SHUT_WR)

    with socket.create_connection(address) as server, ThreadPoolExecutor(1) as helper:
        helper.submit(send_and_finish)
        answer = bytearray()
        with contextlib.suppress(ConnectionError):
            while piece := server.recv(65536):
                answer += piece
        return bytes(answer)
