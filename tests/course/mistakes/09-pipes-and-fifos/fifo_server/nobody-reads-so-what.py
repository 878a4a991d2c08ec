# fails: fifo_server-nothing-left-open, fifo_server-reader-gone
# says: fifo_server does not return
# lecture: 09-pipes-and-fifos#A pipe without a reader
def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    try:
        reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        keep = os.open(path, os.O_WRONLY)
        os.set_blocking(reader, True)
        with open(reader, "rb") as lines, open(keep, "wb"):
            for line in lines:
                if line == b"stop\n":
                    break
                with contextlib.suppress(BrokenPipeError):
                    os.write(out_fd, line)
    finally:
        os.unlink(path)
