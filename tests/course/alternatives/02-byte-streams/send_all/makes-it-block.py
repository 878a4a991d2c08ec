def send_all(sock, data):
    mode = sock.getblocking()
    sock.setblocking(True)
    try:
        while data:
            data = data[sock.send(data) :]
    finally:
        sock.setblocking(mode)
