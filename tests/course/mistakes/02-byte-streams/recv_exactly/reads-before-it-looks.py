# fails: recv_exactly-none-wanted
# says: EOFError
# lecture: 02-byte-streams#recv() returns what is there
def recv_exactly(sock, n):
    received = b""
    while True:
        piece = sock.recv(n - len(received))
        if not piece:
            raise EOFError(f"{len(received)} of {n} bytes")
        received += piece
        if len(received) == n:
            return received
