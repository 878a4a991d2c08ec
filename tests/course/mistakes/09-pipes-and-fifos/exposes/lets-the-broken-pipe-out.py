# fails: exposes-more-than-one-read, exposes-nobody-reads
# says: BrokenPipeError
# lecture: 09-pipes-and-fifos#A pipe without a reader
def exposes(to_filter, from_filter):
    question = bytes(range(256)) + os.urandom(999_743) + b"."
    rest, answer = question, b""
    while rest:
        readable, writable, _ = select.select([from_filter], [to_filter], [])
        if writable:
            rest = rest[os.write(to_filter, rest[: select.PIPE_BUF]) :]
        if readable:
            answer += os.read(from_filter, 65536)
    os.close(to_filter)
    while piece := os.read(from_filter, 65536):
        answer += piece
    return answer != question.upper()
