# fails: fifo_server-lines, fifo_server-outlives-its-writers, fifo_server-always-open, fifo_server-stop, fifo_server-nothing-left-open, fifo_server-reader-gone
# says: computes without an end
# lecture: 09-pipes-and-fifos#Many writers, and a reader that stays
def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    fifo = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    buffer = b""
    try:
        while True:
            try:
                buffer += os.read(fifo, 4096)
            except BlockingIOError:
                continue
            *lines, buffer = buffer.split(b"\n")
            for line in lines:
                if line == b"stop":
                    return
                os.write(out_fd, line + b"\n")
    finally:
        os.close(fifo)
        os.unlink(path)
