# fails: recv_exactly-ends-early, recv_exactly-ends-at-once
# says: ConnectionError
# lecture: 02-byte-streams#The end of the stream
def recv_exactly(sock, n):
    received = b""
    while len(received) < n:
        piece = sock.recv(n - len(received))
        if not piece:
            raise ConnectionError(f"{len(received)} of {n} bytes")
        received += piece
    return received
