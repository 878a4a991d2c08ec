# fails: request-nothing-left-open
# says: What is open while the error is handled
# lecture: 01-stream-sockets#connect() is the other half
def request(address, data):
    def send_and_finish():
        server.sendall(data)
        server.shutdown(socket.SHUT_WR)

    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.connect(address)
    with ThreadPoolExecutor(1) as helper:
        sending = helper.submit(send_and_finish)
        answer = bytearray()
        while piece := server.recv(65536):
            answer += piece
        sending.result()
    server.close()
    return bytes(answer)
