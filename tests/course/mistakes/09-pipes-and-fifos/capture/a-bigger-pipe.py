# fails: capture-any-size
# says: os.waitpid(child, 0)
# lecture: 09-pipes-and-fifos#How much a pipe holds
import fcntl


def capture(argv):
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 1 << 20)
    child = os.fork()
    if child == 0:
        try:
            os.dup2(writer, 1)
            os.execvp(argv[0], argv)
        finally:
            os._exit(127)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    with open(reader, "rb") as pipe_end:
        return os.waitstatus_to_exitcode(status), pipe_end.read()
