def capture(argv):
    reader, writer = os.pipe2(0)  # as in C: inherited, so each process closes what is not its own
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            os.dup2(writer, 1)
            os.close(writer)
            os.execvp(argv[0], argv)
        except OSError:
            os._exit(127)
    os.close(writer)
    pieces = []
    while piece := os.read(reader, 4096):
        pieces.append(piece)
    os.close(reader)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return -os.WTERMSIG(status), b"".join(pieces)
    return os.WEXITSTATUS(status), b"".join(pieces)
