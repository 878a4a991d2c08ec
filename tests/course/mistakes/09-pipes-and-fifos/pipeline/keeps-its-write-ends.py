# fails: pipeline-two-commands, pipeline-all-at-once, pipeline-the-end-arrives, pipeline-sigpipe, pipeline-no-such-command, pipeline-goes-on, pipeline-nothing-left
# says: output = last.read()
# lecture: 09-pipes-and-fifos#The end, and the forgotten write end
def pipeline(commands):
    children = []
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
        children.append(child)
        os.close(upstream)
        upstream = reader
    with open(upstream, "rb") as last:
        output = last.read()
    for child in children:
        os.waitpid(child, 0)
    return output
