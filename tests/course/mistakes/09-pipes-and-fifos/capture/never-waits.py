# fails: capture-output-and-status, capture-ended-by-a-signal, capture-no-such-program, capture-nothing-left
# says: The number of children left, zombies too, is not what it must be
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
    return 0, output
