# fails: send_all-without-blocking
# says: BlockingIOError
# lecture: 02-byte-streams#send() takes what fits
def send_all(sock, data):
    sock.sendall(data)
