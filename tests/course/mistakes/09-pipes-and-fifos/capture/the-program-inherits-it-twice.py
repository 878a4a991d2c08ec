# fails: capture-nothing-inherited
# says: b'0\n1\n2\n
# lecture: 09-pipes-and-fifos#A pipe between parent and child
def capture(argv):
    reader, writer = os.pipe()
    os.set_inheritable(writer, True)
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            os.dup2(writer, 1)
            os.execvp(argv[0], argv)
        finally:
            os._exit(127)
    os.close(writer)
    with open(reader, "rb") as pipe_end:
        output = pipe_end.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), output
