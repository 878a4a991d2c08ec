def recv_exactly(sock, n):
    received = b""
    while len(received) < n:
        wanted = min(n - len(received), 4096)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, wanted)  # wake me when so many came
        select.select([sock], [], [])
        piece = sock.recv(wanted)
        if not piece:
            raise EOFError(f"{len(received)} of {n} bytes")
        received += piece
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
    return received
