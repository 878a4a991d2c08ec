def exposes(to_filter, from_filter):
    question = os.urandom(999_720) + bytes(range(256)) + b"the last line has no end"
    os.set_blocking(to_filter, False)
    os.set_blocking(from_filter, False)
    said, heard = 0, bytearray()
    while True:
        waits_for = [from_filter], [to_filter] if said < len(question) else [], []
        readable, writable, _ = select.select(*waits_for)
        if writable:
            try:
                said += os.write(to_filter, question[said : said + 65536])
            except BlockingIOError:
                pass
            except BrokenPipeError:
                return True
            if said == len(question):
                os.close(to_filter)
        if readable:
            piece = os.read(from_filter, 65536)
            heard += piece
            if not piece:
                return heard != question.upper()
