# fails: exposes-unfinished-line, exposes-very-long-line
# says: will not send
# lecture: 02-byte-streams#What TCP promises
def exposes(address):
    every_byte = bytes(range(256)).replace(b"\n", b"")
    lines = [b"first", b"", b"  spaces  ", every_byte, b"x" * 100_000, b"last"]
    try:
        for _ in range(2):
            with socket.create_connection(address) as mirror, mirror.makefile("rb") as answers:
                mirror.sendall(b"two\nat once\n")
                if answers.readline() != b"owt\n" or answers.readline() != b"ecno ta\n":
                    return True
                for line in lines:
                    mirror.sendall(line + b"\n")
                    if answers.readline() != line[::-1] + b"\n":
                        return True
                mirror.sendall(b"unfinished")
                mirror.shutdown(socket.SHUT_WR)
                if answers.read() != b"":
                    return True
    except ConnectionError:
        return True
    return False
