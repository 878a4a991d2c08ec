# fails: fifo_server-stop
# says: expected
# lecture: 09-pipes-and-fifos#Many writers, and a reader that stays
def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    fifo = os.open(path, os.O_RDWR)
    try:
        while True:
            for line in os.read(fifo, 4096).splitlines(keepends=True):
                if line == b"stop\n":
                    return
                os.write(out_fd, line)
    finally:
        os.unlink(path)
        os.close(fifo)
