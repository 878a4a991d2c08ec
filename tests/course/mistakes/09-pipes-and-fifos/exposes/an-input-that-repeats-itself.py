# fails: exposes-order
# says: Your verdict on overtaking, a broken one,
# lecture: 09-pipes-and-fifos#A pipe is two descriptors
def exposes(to_filter, from_filter):
    question = (bytes(range(256)) * 4000)[:1_000_000]

    def ask():
        with contextlib.suppress(BrokenPipeError), open(to_filter, "wb") as sink:
            sink.write(question)

    asking = threading.Thread(target=ask)
    asking.start()
    with open(from_filter, "rb") as source:
        answer = source.read()
    asking.join()
    return answer != question.upper()
