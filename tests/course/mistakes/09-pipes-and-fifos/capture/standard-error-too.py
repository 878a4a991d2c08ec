# fails: capture-output-and-status
# says: this is a complaint
# lecture: 09-pipes-and-fifos#How a shell builds a pipeline
def capture(argv):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.dup2(writer, 1)
            os.dup2(writer, 2)
            os.execvp(argv[0], argv)
        finally:
            os._exit(127)
    os.close(writer)
    with open(reader, "rb") as pipe_end:
        output = pipe_end.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), output
