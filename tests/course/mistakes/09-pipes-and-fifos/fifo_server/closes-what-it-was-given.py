# fails: fifo_server-nothing-left-open
# says: received   []
# lecture: 09-pipes-and-fifos#A pipe is two descriptors
def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    try:
        reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        keep = os.open(path, os.O_WRONLY)
        os.set_blocking(reader, True)
        with open(reader, "rb") as lines, open(keep, "wb"), open(out_fd, "wb", 0):
            for line in lines:
                if line == b"stop\n":
                    break
                os.write(out_fd, line)
    finally:
        os.unlink(path)
