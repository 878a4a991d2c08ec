def start(argv, stdin, stdout, others):
    child = os.fork()
    if child:
        return child
    try:
        for fd in others:
            os.close(fd)
        os.dup2(stdin, 0)
        os.dup2(stdout, 1)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.execvp(argv[0], argv)
    except OSError:
        os._exit(127)


def pipeline(commands):
    pipes = [os.pipe() for _ in commands]  # all of them first, then all the processes
    readers = [0] + [reader for reader, _ in pipes[:-1]]
    writers = [writer for _, writer in pipes]
    last = pipes[-1][0]
    children = [
        start(argv, stdin, stdout, [last])
        for argv, stdin, stdout in reversed(list(zip(commands, readers, writers, strict=True)))
    ]
    for fd in readers[1:] + writers:
        os.close(fd)
    output = b"".join(iter(lambda: os.read(last, 65536), b""))
    os.close(last)
    for child in children:
        os.waitpid(child, 0)
    return output
