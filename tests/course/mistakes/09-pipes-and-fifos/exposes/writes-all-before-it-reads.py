# fails: exposes-more-than-one-read, exposes-any-byte, exposes-unfinished-line, exposes-order, exposes-takes-its-time, exposes-nobody-reads, exposes-the-longest
# says: sink.write(question)
# lecture: 09-pipes-and-fifos#How much a pipe holds
def exposes(to_filter, from_filter):
    question = bytes(range(256)) + os.urandom(999_743) + b"."
    try:
        with open(to_filter, "wb") as sink:
            sink.write(question)
    except BrokenPipeError:
        return True
    with open(from_filter, "rb") as source:
        return source.read() != question.upper()
