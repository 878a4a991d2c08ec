# fails: exposes-order
# says: a broken one, is not what it must be
# lecture: 09-pipes-and-fifos#A pipe is two descriptors
def exposes(to_filter, from_filter):
    question = bytes(range(256)) + os.urandom(999_743) + b"."

    def ask():
        with contextlib.suppress(BrokenPipeError), open(to_filter, "wb") as sink:
            sink.write(question)

    asking = threading.Thread(target=ask)
    asking.start()
    with open(from_filter, "rb") as source:
        answer = source.read()
    asking.join()
    return len(answer) != len(question)
