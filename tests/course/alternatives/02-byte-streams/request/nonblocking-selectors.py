import selectors


def request(address, data):
    with selectors.DefaultSelector() as sel, socket.create_connection(address) as s:
        s.setblocking(False)
        rest, answer = memoryview(data), b""
        if not rest:
            s.shutdown(socket.SHUT_WR)
        sel.register(s, selectors.EVENT_READ | (selectors.EVENT_WRITE if rest else 0))
        while True:
            for _, events in sel.select():
                if events & selectors.EVENT_WRITE:
                    rest = rest[s.send(rest) :]
                    if not rest:
                        s.shutdown(socket.SHUT_WR)
                        sel.modify(s, selectors.EVENT_READ)
                if events & selectors.EVENT_READ:
                    piece = s.recv(65536)
                    if not piece:
                        if rest:
                            s.send(rest)
                            raise BrokenPipeError("the server went away")
                        return answer
                    answer += piece
