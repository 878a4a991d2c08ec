# fails: send_all-short-send, send_all-without-blocking
# says: expected
# lecture: 02-byte-streams#send() takes what fits
def send_all(sock, data):
    sent = 0
    while sent < len(data):
        try:
            sent += sock.send(data)
        except BlockingIOError:
            select.select([], [sock], [])
