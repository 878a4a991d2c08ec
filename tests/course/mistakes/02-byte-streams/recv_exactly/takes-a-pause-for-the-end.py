# fails: recv_exactly-two-pieces
# says: 17 of 40
# lecture: 02-byte-streams#recv() returns what is there
def recv_exactly(sock, n):
    sock.settimeout(2)
    received = b""
    while len(received) < n:
        try:
            piece = sock.recv(n - len(received))
        except TimeoutError:
            raise EOFError(f"{len(received)} of {n}")
        if not piece:
            raise EOFError(f"{len(received)} of {n}")
        received += piece
    return received
