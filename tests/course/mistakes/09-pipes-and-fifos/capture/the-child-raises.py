# fails: capture-no-such-program
# says: b"one process is back\none process is back\n"
# lecture: 09-pipes-and-fifos#Running a program and reading what it says
def capture(argv):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writer, 1)
        os.execvp(argv[0], argv)
    os.close(writer)
    with open(reader, "rb") as pipe_end:
        output = pipe_end.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), output
