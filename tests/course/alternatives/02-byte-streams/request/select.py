def request(address, data):
    with socket.create_connection(address) as server:
        server.setblocking(False)
        rest, finished, answer = memoryview(data), False, b""
        while True:
            if not rest and not finished:
                server.shutdown(socket.SHUT_WR)
                finished = True
            readable, writable, _ = select.select([server], [server] if rest else [], [])
            if writable:
                with contextlib.suppress(BlockingIOError):
                    rest = rest[server.send(rest[:65536]) :]
            if readable:
                piece = server.recv(65536)
                if not piece:
                    return answer
                answer += piece
