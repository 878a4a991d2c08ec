# fails: send_all-short-send, send_all-without-blocking, send_all-reader-gone
# says: then the end of the stream
# lecture: 02-byte-streams#send() takes what fits
def send_all(sock, data):
    sock.send(data)
