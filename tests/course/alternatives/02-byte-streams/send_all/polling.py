def send_all(sock, data):
    while data:
        try:
            sent = sock.send(data)
        except BlockingIOError:
            select.select([], [sock], [], 0.05)
            continue
        data = data[sent:]
