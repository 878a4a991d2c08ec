def exposes(to_filter, from_filter):
    question = bytes(range(256)) + os.urandom(999_743) + b"."
    rest, answer = memoryview(question), []
    try:
        while rest:
            readable, writable, _ = select.select([from_filter], [to_filter], [])
            if readable:
                answer.append(os.read(from_filter, 65536))
                if not answer[-1]:
                    return True  # it has ended before its input
            elif writable:
                rest = rest[os.write(to_filter, rest[: select.PIPE_BUF]) :]
    except BrokenPipeError:
        return True
    os.close(to_filter)
    while piece := os.read(from_filter, 65536):
        answer.append(piece)
    os.close(from_filter)
    return b"".join(answer) != question.upper()
