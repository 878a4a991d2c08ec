# fails: exposes-unfinished-line
# says: Your verdict on whole_lines, a broken one,
# lecture: 09-pipes-and-fifos#The end, and the forgotten write end
def exposes(to_filter, from_filter):
    question = bytes(range(256)) + os.urandom(999_736) + b"the end\n"

    def ask():
        with contextlib.suppress(BrokenPipeError), open(to_filter, "wb") as sink:
            sink.write(question)

    asking = threading.Thread(target=ask)
    asking.start()
    with open(from_filter, "rb") as source:
        answer = source.read()
    asking.join()
    return answer != question.upper()
