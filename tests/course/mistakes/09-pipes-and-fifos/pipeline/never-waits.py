# fails: pipeline-goes-on, pipeline-nothing-left
# says: The number of children left, zombies too, is not what it must be
# lecture: 09-pipes-and-fifos#Running a program and reading what it says
def pipeline(commands):
    upstream = os.dup(0)
    for argv in commands:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.dup2(upstream, 0)
                os.dup2(writer, 1)
                signal.signal(signal.SIGPIPE, signal.SIG_DFL)
                os.execvp(argv[0], argv)
            finally:
                os._exit(127)
        os.close(upstream)
        os.close(writer)
        upstream = reader
    with open(upstream, "rb") as last:
        output = last.read()
    return output
