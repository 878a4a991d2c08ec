def recv_exactly(sock, n):
    buffer = bytearray(n)
    rest = memoryview(buffer)
    while rest:
        size = sock.recv_into(rest)
        if not size:
            raise EOFError(f"only {n - len(rest)} bytes came")
        rest = rest[size:]
    return bytes(buffer)
