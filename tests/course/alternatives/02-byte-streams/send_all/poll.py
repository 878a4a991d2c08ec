def send_all(sock, data):
    room = select.poll()
    room.register(sock, select.POLLOUT)
    while data:
        room.poll()
        try:
            data = data[sock.send(data) :]
        except BlockingIOError:
            continue  # less room than it seemed
