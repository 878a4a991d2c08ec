import re


def read_line(sock, buffer, limit):
    pattern = re.compile(rb"(.{0,%d}?)\r\n" % limit, re.DOTALL)
    while not (match := pattern.match(buffer)):
        if len(buffer) > limit + 1:
            raise ValueError("too long")
        data = sock.recv(1500)
        if data:
            buffer.extend(data)
        elif buffer:
            raise EOFError("torn")
        else:
            return None
    line, size = bytes(match[1]), match.end()
    del match  # it holds the bytearray, which could not be resized
    del buffer[:size]
    return line
