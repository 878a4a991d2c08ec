def recv_exactly(sock, n):
    received = sock.recv(n, socket.MSG_WAITALL) if n else b""
    if len(received) < n:
        raise EOFError(f"{len(received)} of {n} bytes")
    return received
