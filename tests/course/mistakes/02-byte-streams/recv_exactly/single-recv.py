# fails: recv_exactly-two-pieces, recv_exactly-ends-early, recv_exactly-ends-at-once, recv_exactly-many
# says: expected
# lecture: 02-byte-streams#recv() returns what is there
def recv_exactly(sock, n):
    return sock.recv(n)
