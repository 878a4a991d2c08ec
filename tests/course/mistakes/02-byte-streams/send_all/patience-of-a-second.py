# fails: send_all-whole, send_all-slow-reader, send_all-short-send, send_all-without-blocking, send_all-reader-gone
# says: TimeoutError
# lecture: 02-byte-streams#Buffers
def send_all(sock, data):
    sock.settimeout(1)
    while data:
        data = data[sock.send(data) :]
