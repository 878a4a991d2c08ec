def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    with contextlib.ExitStack() as at_the_end:
        at_the_end.callback(os.unlink, path)
        fifo = os.open(path, os.O_RDWR)  # a reader, and a writer that stays (Linux, fifo(7))
        at_the_end.callback(os.close, fifo)
        buffer = b""
        while True:
            buffer += os.read(fifo, 65536)
            while b"\n" in buffer:
                line, _, buffer = buffer.partition(b"\n")
                if line == b"stop":
                    return
                os.write(out_fd, line + b"\n")
