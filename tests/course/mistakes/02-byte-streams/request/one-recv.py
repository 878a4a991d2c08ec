# fails: request-in-pieces, request-reset
# says: expected
# lecture: 02-byte-streams#recv() returns what is there
def request(address, data):
    def send_and_finish():
        server.sendall(data)
        server.shutdown(socket.SHUT_WR)

    with socket.create_connection(address) as server, ThreadPoolExecutor(1) as helper:
        sending = helper.submit(send_and_finish)
        answer = server.recv(65536)
        sending.result()
        return answer
