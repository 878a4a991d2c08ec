# fails: exposes-long-line, exposes-very-long-line
# says: a broken one, is not what it must be
# lecture: 02-byte-streams#Buffers
def exposes(address):
    every_byte = bytes(range(256)).replace(b"\n", b"")
    lines = [b"first", b"", b"  spaces  ", every_byte, b"last"]
    question = b"".join(line + b"\n" for line in lines) + b"unfinished"
    answer = b"".join(line[::-1] + b"\n" for line in lines)
    try:
        return request(address, question) != answer or request(address, question) != answer
    except ConnectionError:
        return True
