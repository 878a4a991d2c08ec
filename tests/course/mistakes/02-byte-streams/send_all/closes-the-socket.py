# fails: send_all-whole
# says: Bad file descriptor
# lecture: 02-byte-streams#Half-close
def send_all(sock, data):
    while data:
        try:
            data = data[sock.send(data) :]
        except BlockingIOError:
            select.select([], [sock], [])
    sock.close()
