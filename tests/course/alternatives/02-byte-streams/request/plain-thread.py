def request(address, data):
    failures = []

    def send():
        try:
            send_all(server, data)
            server.shutdown(socket.SHUT_WR)
        except OSError as error:
            failures.append(error)

    with socket.create_connection(address) as server:
        sender = threading.Thread(target=send)
        sender.start()
        try:
            pieces = list(iter(lambda: server.recv(4096), b""))
        finally:
            sender.join()
    if failures:
        raise failures[0]
    return b"".join(pieces)
