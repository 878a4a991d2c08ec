def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    try:
        lines = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0)
        with lines, open(path, "wb", buffering=0):
            news = select.poll()
            news.register(lines, select.POLLIN)
            waiting = bytearray()
            while news.poll():
                waiting += lines.read(select.PIPE_BUF)
                while line := take_a_line(waiting):
                    if line == b"stop\n":
                        return
                    os.write(out_fd, line)
    finally:
        os.remove(path)


def take_a_line(waiting):
    end = waiting.find(b"\n") + 1
    line = bytes(waiting[:end])
    del waiting[:end]
    return line
