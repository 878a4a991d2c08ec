def recv_exactly(sock, n):
    def pieces(left):
        while left:
            piece = sock.recv(left)
            if not piece:
                raise EOFError(f"missing {left} of {n} bytes: {n - left} came")
            left -= len(piece)
            yield piece

    return b"".join(pieces(n))
