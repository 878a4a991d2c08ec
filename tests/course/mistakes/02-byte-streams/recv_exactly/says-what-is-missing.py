# fails: recv_exactly-ends-early, recv_exactly-ends-at-once
# says: 347
# lecture: 02-byte-streams#The end of the stream
def recv_exactly(sock, n):
    received = b""
    while len(received) < n:
        piece = sock.recv(n - len(received))
        if not piece:
            raise EOFError(f"{n - len(received)} bytes are missing")
        received += piece
    return received
