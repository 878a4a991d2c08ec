import select


def recv_exactly(sock, n):
    received = b""
    sock.setblocking(False)
    try:
        while len(received) < n:
            select.select([sock], [], [])
            piece = sock.recv(n - len(received))
            if not piece:
                raise EOFError(f"{len(received)} of {n} bytes")
            received += piece
    finally:
        sock.setblocking(True)
    return received
