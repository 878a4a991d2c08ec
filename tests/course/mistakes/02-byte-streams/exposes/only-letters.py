# fails: exposes-any-byte
# says: a broken one, is not what it must be
# lecture: 02-byte-streams#Bytes, not messages
def exposes(address):
    lines = [b"first", b"second line", b"x" * 100_000]
    question = b"".join(line + b"\n" for line in lines) + b"unfinished"
    answer = b"".join(line[::-1] + b"\n" for line in lines)
    try:
        return request(address, question) != answer or request(address, question) != answer
    except ConnectionError:
        return True
