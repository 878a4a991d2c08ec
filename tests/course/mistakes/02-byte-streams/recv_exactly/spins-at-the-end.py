# fails: recv_exactly-ends-early, recv_exactly-ends-at-once
# says: computes without an end
# lecture: 02-byte-streams#The end of the stream
def recv_exactly(sock, n):
    received = b""
    while len(received) < n:
        received += sock.recv(n - len(received))
    return received
