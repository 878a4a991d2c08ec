def exposes(to_filter, from_filter):
    question = bytes(reversed(range(256))) * 3906 + b"and no newline"
    child = os.fork()
    if child == 0:
        try:
            os.close(from_filter)
            with open(to_filter, "wb") as sink:
                sink.write(question)
        finally:
            os._exit(0)
    os.close(to_filter)
    with open(from_filter, "rb") as source:
        answer = source.read()
    os.waitpid(child, 0)
    return answer != question.upper()
