# fails: exposes-more-than-one-read, exposes-any-byte, exposes-unfinished-line, exposes-full-pipe, exposes-order, exposes-takes-its-time, exposes-nobody-reads, exposes-the-longest
# says: exposes does not return
# lecture: 09-pipes-and-fifos#The end, and the forgotten write end
def exposes(to_filter, from_filter):
    question = bytes(range(256)) + os.urandom(999_743) + b"."

    def ask():
        rest = question
        with contextlib.suppress(BrokenPipeError):
            while rest:
                rest = rest[os.write(to_filter, rest) :]

    asking = threading.Thread(target=ask)
    asking.start()
    with open(from_filter, "rb") as source:
        answer = source.read()
    asking.join()
    return answer != question.upper()
