# fails: recv_exactly-two-pieces, recv_exactly-many
# says: EOFError
# lecture: 02-byte-streams#recv() returns what is there
def recv_exactly(sock, n):
    data = sock.recv(n)
    if len(data) < n:
        raise EOFError(f"{len(data)} of {n} bytes")
    return data
