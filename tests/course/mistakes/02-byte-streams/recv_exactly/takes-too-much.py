# fails: recv_exactly-no-more
# says: will not send
# lecture: 02-byte-streams#Bytes, not messages
def recv_exactly(sock, n):
    received = b""
    while len(received) < n:
        piece = sock.recv(4096)
        if not piece:
            raise EOFError(f"{len(received)} of {n} bytes")
        received += piece
    return received[:n]
