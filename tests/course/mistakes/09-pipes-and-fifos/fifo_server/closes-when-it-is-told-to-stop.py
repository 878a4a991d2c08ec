# fails: fifo_server-nothing-left-open
# says: What is open after BrokenPipeError
# lecture: 09-pipes-and-fifos#Many writers, and a reader that stays
def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    fifo = os.open(path, os.O_RDWR)
    rest = b""
    try:
        while True:
            *lines, rest = (rest + os.read(fifo, 65536)).split(b"\n")
            for line in lines:
                if line == b"stop":
                    os.close(fifo)
                    return
                os.write(out_fd, line + b"\n")
    finally:
        os.unlink(path)
