# fails: exposes-several-lines, exposes-long-line, exposes-any-byte, exposes-unfinished-line, exposes-next-client, exposes-very-long-line
# says: expected   True
# lecture: 02-byte-streams#Bytes, not messages
def exposes(address):
    try:
        return request(address, b"abc\n") != b"cba\n"
    except ConnectionError:
        return True
