# fails: exposes-more-than-one-read, exposes-full-pipe, exposes-the-longest
# says: a broken one, is not what it must be
# lecture: 09-pipes-and-fifos#How much a pipe holds
def exposes(to_filter, from_filter):
    question = bytes(range(256)) + os.urandom(59_743) + b"."
    try:
        with open(to_filter, "wb") as sink:
            sink.write(question)
    except BrokenPipeError:
        return True
    with open(from_filter, "rb") as source:
        return source.read() != question.upper()
