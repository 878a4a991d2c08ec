def recv_exactly(sock, n):
    pieces, missing = [], n
    with sock.makefile("rb", buffering=0) as stream:
        while missing:
            piece = stream.read(missing)
            if not piece:
                raise EOFError("%d of %d bytes" % (n - missing, n))
            pieces.append(piece)
            missing -= len(piece)
    return b"".join(pieces)
