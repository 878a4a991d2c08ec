def pipeline(commands, stdin=0):
    first, *rest = commands
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.dup2(stdin, 0)
            os.dup2(writer, 1)
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            os.execvp(first[0], first)
        finally:
            os._exit(127)
    os.close(writer)
    if stdin != 0:
        os.close(stdin)
    if rest:
        output = pipeline(rest, reader)  # closes our read end
    else:
        with open(reader, "rb") as last:
            output = last.read()
    os.waitpid(child, 0)
    return output
