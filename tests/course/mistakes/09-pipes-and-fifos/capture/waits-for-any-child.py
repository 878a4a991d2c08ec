# fails: capture-not-yours
# says: capture raised ChildProcessError
# lecture: 09-pipes-and-fifos#Running a program and reading what it says
def capture(argv):
    reader, writer = os.pipe()
    if os.fork() == 0:
        try:
            os.dup2(writer, 1)
            os.execvp(argv[0], argv)
        finally:
            os._exit(127)
    os.close(writer)
    with open(reader, "rb") as pipe_end:
        output = pipe_end.read()
    _, status = os.wait()
    return os.waitstatus_to_exitcode(status), output
