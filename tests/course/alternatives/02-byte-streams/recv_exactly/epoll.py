def recv_exactly(sock, n):
    data = b""
    poll = select.epoll()
    poll.register(sock, select.EPOLLIN)
    try:
        while len(data) < n:
            poll.poll()
            piece = sock.recv(n - len(data), socket.MSG_DONTWAIT)
            if not piece:
                raise EOFError(f"{len(data)}")
            data += piece
    finally:
        poll.close()
    return data
