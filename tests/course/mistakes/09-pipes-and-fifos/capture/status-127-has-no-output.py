# fails: capture-output-and-status
# says: received   (127, b'')
# lecture: 09-pipes-and-fifos#Running a program and reading what it says
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
    with open(reader, "rb") as pipe_end:
        output = pipe_end.read()
    _, status = os.waitpid(child, 0)
    status = os.waitstatus_to_exitcode(status)
    if status == 127:
        return 127, b""
    return status, output
