def exposes(to_filter, from_filter):
    question = b"".join(b"%d\r\n\0\xe4" % n for n in range(200_000))[:999_744] + bytes(range(256))
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
