# fails: send_all-without-blocking
# says: then the end of the stream
# lecture: 02-byte-streams#Buffers
def send_all(sock, data):
    while data:
        try:
            data = data[sock.send(data) :]
        except BlockingIOError:
            return
