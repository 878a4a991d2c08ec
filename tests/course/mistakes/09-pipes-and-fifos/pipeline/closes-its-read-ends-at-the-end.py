# fails: pipeline-all-at-once
# says: pipeline waits
# lecture: 09-pipes-and-fifos#A pipe without a reader
def pipeline(commands):
    children, readers = [], [os.dup(0)]
    for argv in commands:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.dup2(readers[-1], 0)
                os.dup2(writer, 1)
                signal.signal(signal.SIGPIPE, signal.SIG_DFL)
                os.execvp(argv[0], argv)
            finally:
                os._exit(127)
        children.append(child)
        os.close(writer)
        readers.append(reader)
    with open(readers.pop(), "rb") as last:
        output = last.read()
    for reader in readers:
        os.close(reader)
    for child in children:
        os.waitpid(child, 0)
    return output
