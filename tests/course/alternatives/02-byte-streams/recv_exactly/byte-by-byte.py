def recv_exactly(sock, n):
    received = bytearray()
    for _ in range(n):
        byte = sock.recv(1)
        if not byte:
            raise EOFError(f"{len(received)} bytes came, {n} were wanted")
        received += byte
    return bytes(received)
