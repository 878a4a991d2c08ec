# fails: exposes-more-than-one-read, exposes-any-byte, exposes-unfinished-line, exposes-full-pipe, exposes-order, exposes-takes-its-time, exposes-nobody-reads, exposes-the-longest
# says: a right one, is not what it must be
# lecture: 09-pipes-and-fifos#A pipe is two descriptors
def exposes(to_filter, from_filter):
    question = bytes(range(256)) + os.urandom(999_743) + b"."

    def ask():
        with contextlib.suppress(BrokenPipeError), open(to_filter, "wb") as sink:
            sink.write(question)

    asking = threading.Thread(target=ask)
    asking.start()
    answer = os.read(from_filter, 1 << 20)
    os.close(from_filter)
    asking.join()
    return answer != question.upper()
