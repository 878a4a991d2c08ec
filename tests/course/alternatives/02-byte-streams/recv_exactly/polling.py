def recv_exactly(sock, n):
    received = b""
    sock.settimeout(0.05)
    while len(received) < n:
        try:
            piece = sock.recv(n - len(received))
        except TimeoutError:
            continue
        if not piece:
            raise EOFError(f"{len(received)} of {n} bytes")
        received += piece
    sock.settimeout(None)
    return received
