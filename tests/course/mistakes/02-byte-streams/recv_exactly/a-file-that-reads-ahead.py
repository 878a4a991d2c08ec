# fails: recv_exactly-no-more
# says: will not send
# lecture: 02-byte-streams#Buffers
def recv_exactly(sock, n):
    with sock.makefile("rb") as stream:
        received = stream.read(n)
    if len(received) < n:
        raise EOFError(f"{len(received)} of {n} bytes")
    return received
