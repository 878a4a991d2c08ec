# fails: send_all-without-blocking
# says: BlockingIOError
# lecture: 02-byte-streams#Buffers
def send_all(sock, data):
    while data:
        data = data[sock.send(data) :]
