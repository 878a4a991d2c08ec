# fails: capture-output-and-status, capture-any-size, capture-ended-by-a-signal, capture-no-such-program, capture-nothing-left, capture-not-yours, capture-nothing-inherited
# says: output = pipe_end.read()
# lecture: 09-pipes-and-fifos#The end, and the forgotten write end
def capture(argv):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.dup2(writer, 1)
            os.execvp(argv[0], argv)
        finally:
            os._exit(127)
    with open(reader, "rb") as pipe_end:
        output = pipe_end.read()
    os.close(writer)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), output
