# fails: exposes-unfinished-line
# says: Your verdict on complete, a broken one,
# lecture: 09-pipes-and-fifos#The end, and the forgotten write end
def exposes(to_filter, from_filter):
    question = bytes(range(256)) + os.urandom(999_743) + b"."

    def ask():
        with contextlib.suppress(BrokenPipeError), open(to_filter, "wb") as sink:
            sink.write(question)

    asking = threading.Thread(target=ask)
    asking.start()
    answer = b""
    while len(answer) < len(question):
        piece = os.read(from_filter, len(question) - len(answer))
        if not piece:
            break
        answer += piece
    os.close(from_filter)
    asking.join()
    return answer != question.upper()
