def exposes(address):
    lines = [b"a line", b"", b" blank at both ends ", bytes({*range(256)} - {10}), b"7" * 100_000]
    question = b"".join(line + b"\n" for line in lines) + b"no newline"
    expected = b"".join(line[::-1] + b"\n" for line in lines)
    for _ in "twice", "at least":
        try:
            with socket.create_connection(address) as mirror:
                mirror.setblocking(False)
                sent, answer = 0, bytearray()
                while True:
                    wants = [mirror] if sent < len(question) else []
                    readable, writable, _ = select.select([mirror], wants, [])
                    if writable:
                        sent += mirror.send(question[sent : sent + 65536])
                        if sent == len(question):
                            mirror.shutdown(socket.SHUT_WR)
                    if readable:
                        piece = mirror.recv(65536)
                        if not piece:
                            break
                        answer += piece
        except ConnectionError:
            return True
        if answer != expected:
            return True
    return False
