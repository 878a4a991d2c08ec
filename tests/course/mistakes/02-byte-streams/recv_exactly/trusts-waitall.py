# fails: recv_exactly-ends-early, recv_exactly-ends-at-once
# says: EOFError
# lecture: 02-byte-streams#The end of the stream
def recv_exactly(sock, n):
    return sock.recv(n, socket.MSG_WAITALL)
