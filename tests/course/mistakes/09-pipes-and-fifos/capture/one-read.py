# fails: capture-any-size
# says: expected
# lecture: 09-pipes-and-fifos#A pipe is two descriptors
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
    output = os.read(reader, 1 << 20)
    os.close(reader)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), output
