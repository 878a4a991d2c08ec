# fails: request-reset, request-nothing-left-open
# says: ConnectionResetError
# lecture: 02-byte-streams#Closing with unread data
def request(address, data):
    def send_and_finish():
        server.sendall(data)
        server.shutdown(socket.SHUT_WR)

    try:
        with socket.create_connection(address) as server, ThreadPoolExecutor(1) as helper:
            sending = helper.submit(send_and_finish)
            answer = bytearray()
            while piece := server.recv(65536):
                answer += piece
            sending.result()
            return bytes(answer)
    except OSError:
        return b""
