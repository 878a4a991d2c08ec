# fails: pipeline-goes-on
# says: pipeline has ended, but should go on
# lecture: 09-pipes-and-fifos#How a shell builds a pipeline
def pipeline(commands):
    children, upstream = [], os.dup(0)
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
        children.append(child)
        os.close(upstream)
        os.close(writer)
        upstream = reader
    with open(upstream, "rb") as last:
        output = last.read()
    os.waitpid(children.pop(), 0)
    for child in children:
        os.kill(child, signal.SIGPIPE)
        os.waitpid(child, 0)
    return output
