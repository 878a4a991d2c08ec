# fails: send_all-reader-gone
# says: ConnectionError
# lecture: 02-byte-streams#Closing with unread data
def send_all(sock, data):
    while data:
        try:
            data = data[sock.send(data) :]
        except BlockingIOError:
            select.select([], [sock], [])
        except OSError:
            print("connection lost")
            return
