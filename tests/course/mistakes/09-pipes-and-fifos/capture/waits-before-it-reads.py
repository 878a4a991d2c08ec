# fails: capture-any-size
# says: _, status = os.waitpid(child, 0)
# lecture: 09-pipes-and-fifos#How much a pipe holds
def capture(argv):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.dup2(writer, 1)
            os.execvp(argv[0], argv)
        finally:
            os._exit(127)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    with open(reader, "rb") as pipe_end:
        output = pipe_end.read()
    return os.waitstatus_to_exitcode(status), output
