# fails: exposes-the-longest
# says: Your verdict on forgetful, a broken one,
# lecture: 09-pipes-and-fifos#How much a pipe holds
def exposes(to_filter, from_filter):
    question = bytes(range(256)) + os.urandom(899_743) + b"."

    def ask():
        with contextlib.suppress(BrokenPipeError), open(to_filter, "wb") as sink:
            sink.write(question)

    asking = threading.Thread(target=ask)
    asking.start()
    with open(from_filter, "rb") as source:
        answer = source.read()
    asking.join()
    return answer != question.upper()
