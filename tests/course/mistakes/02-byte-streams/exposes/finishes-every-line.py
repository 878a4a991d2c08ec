# fails: exposes-unfinished-line, exposes-next-client
# says: a broken one, is not what it must be
# lecture: 02-byte-streams#The end of the stream
def exposes(address):
    every_byte = bytes(range(256)).replace(b"\n", b"")
    lines = [b"first", b"", b"  spaces  ", every_byte, b"x" * 100_000, b"last"]
    question = b"".join(line + b"\n" for line in lines)
    answer = b"".join(line[::-1] + b"\n" for line in lines)
    try:
        return request(address, question) != answer or request(address, question) != answer
    except ConnectionError:
        return True
