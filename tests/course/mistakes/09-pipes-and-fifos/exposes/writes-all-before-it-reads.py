# fails: exposes-more-than-one-read, exposes-any-byte, exposes-unfinished-line, exposes-nobody-reads, exposes-the-longest
# says: sink.write(question)
# lecture: 09-pipes-and-fifos#How much a pipe holds
def exposes(to_filter, from_filter):
    question = (bytes(range(256)) * 4000)[:1_000_000]
    try:
        with open(to_filter, "wb") as sink:
            sink.write(question)
    except BrokenPipeError:
        return True
    with open(from_filter, "rb") as source:
        return source.read() != question.upper()
