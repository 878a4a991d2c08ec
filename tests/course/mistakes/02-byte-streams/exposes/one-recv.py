# fails: exposes-several-lines, exposes-long-line, exposes-any-byte, exposes-unfinished-line, exposes-next-client, exposes-very-long-line
# says: a right one, is not what it must be
# lecture: 02-byte-streams#recv() returns what is there
def exposes(address):
    lines = [b"first", b"", b"  spaces  ", bytes(range(11, 256)), b"x" * 100_000, b"last"]
    question = b"".join(line + b"\n" for line in lines) + b"unfinished"
    answer = b"".join(line[::-1] + b"\n" for line in lines)
    try:
        for _ in range(2):
            with socket.create_connection(address) as mirror:
                mirror.sendall(question)
                mirror.shutdown(socket.SHUT_WR)
                if mirror.recv(4096) != answer:
                    return True
    except ConnectionError:
        return True
    return False
