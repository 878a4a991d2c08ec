# fails: exposes-next-client
# says: ConnectionRefusedError
# lecture: 02-byte-streams#What TCP promises
def exposes(address):
    every_byte = bytes(range(256)).replace(b"\n", b"")
    lines = [b"first", b"", b"  spaces  ", every_byte, b"x" * 100_000, b"last"]
    question = b"".join(line + b"\n" for line in lines) + b"unfinished"
    answer = b"".join(line[::-1] + b"\n" for line in lines)
    return request(address, question) != answer or request(address, question) != answer
