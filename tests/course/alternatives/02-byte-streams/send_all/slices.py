def send_all(sock, data):
    position = 0
    while position < len(data):
        try:
            position += sock.send(data[position : position + 5000])
        except BlockingIOError:
            select.select([], [sock], [])
