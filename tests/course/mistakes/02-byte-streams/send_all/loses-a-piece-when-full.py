# fails: send_all-without-blocking
# says: expected
# lecture: 02-byte-streams#Buffers
def send_all(sock, data):
    for start in range(0, len(data), 1000):
        piece = data[start : start + 1000]
        try:
            while piece:
                piece = piece[sock.send(piece) :]
        except BlockingIOError:
            select.select([], [sock], [])
