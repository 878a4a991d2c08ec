# fails: exposes-any-byte
# says: Your verdict on end_of_file, a broken one,
# lecture: 09-pipes-and-fifos#A pipe is two descriptors
def exposes(to_filter, from_filter):
    question = "".join(f"Zeile {number} für dich\r\n\0" for number in range(100_000)).encode(
        "latin-1"
    )
    question = question[:999_999] + b"."

    def ask():
        with contextlib.suppress(BrokenPipeError), open(to_filter, "wb") as sink:
            sink.write(question)

    asking = threading.Thread(target=ask)
    asking.start()
    with open(from_filter, "rb") as source:
        answer = source.read()
    asking.join()
    return answer != question.upper()
