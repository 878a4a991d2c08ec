# fails: capture-nothing-left
# says: ['pipe', 'pipe']
# lecture: 09-pipes-and-fifos#A pipe between parent and child
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
    output = b""
    while piece := os.read(reader, 65536):
        output += piece
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), output
