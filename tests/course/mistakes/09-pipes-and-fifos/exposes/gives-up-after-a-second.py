# fails: exposes-takes-its-time
# says: exposes has ended, but should go on
# lecture: 09-pipes-and-fifos#How much a pipe holds
def exposes(to_filter, from_filter):
    question = bytes(range(256)) + os.urandom(999_743) + b"."
    os.set_blocking(to_filter, False)
    rest, answer, asking = memoryview(question), b"", [to_filter]
    while True:
        readable, writable, _ = select.select([from_filter], asking, [], 1)
        if not readable and not writable:
            return True
        if readable:
            piece = os.read(from_filter, 65536)
            if not piece:
                return answer != question.upper()
            answer += piece
        elif writable:
            try:
                rest = rest[os.write(to_filter, rest[:4096]) :]
            except BrokenPipeError:
                return True
            if not rest:
                os.close(to_filter)
                asking = []
